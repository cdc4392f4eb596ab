package io.recordsync.simulator.github;

import io.recordsync.simulator.quota.AccountPlan;
import io.recordsync.simulator.store.CrmStore;
import io.recordsync.simulator.store.IdSequence;
import io.recordsync.simulator.vendor.ContactFields;
import io.recordsync.simulator.vendor.SimulatedSystem;
import io.recordsync.simulator.vendor.Vendor;
import io.recordsync.simulator.vendor.VendorParts;
import java.util.Map;

/**
 * GitHub, with repositories that tests fill through the store. An object of type {@link #COMMIT} is a commit of one
 * file, with the fields {@code repo}, {@code branch}, {@code path} and {@code content}.
 */
public final class GitHubSystem implements SimulatedSystem {

    /** A token that may read all repositories. */
    public static final String TOKEN = "github_pat_recordsync";

    /** The type of commits in the store. */
    public static final String COMMIT = "commits";

    @Override
    public String system() {
        return "github";
    }

    @Override
    public int port() {
        return 8106;
    }

    @Override
    public CrmStore.Fields keys() {
        return new CrmStore.Fields("path", "email");
    }

    @Override
    public IdSequence ids() {
        return (type, number) -> GitHubRepos.sha(type + " " + number);
    }

    /** The hourly limit of a user's token. */
    @Override
    public AccountPlan plan() {
        return new AccountPlan(AccountPlan.UNLIMITED.perDay(), 5_000, AccountPlan.UNLIMITED.searchesPerWindow());
    }

    @Override
    public Vendor vendor(VendorParts parts) {
        return new GitHubVendor(TOKEN, parts);
    }

    @Override
    public Map<String, String> settings(String baseUrl) {
        return Map.of("FILES_GITHUB_BASE_URL", baseUrl, "FILES_GITHUB_API_TOKEN", TOKEN);
    }

    /** The system has no contacts. */
    @Override
    public ContactFields contactFields() {
        return new ContactFields("", "", "email", "", "", "path");
    }
}
