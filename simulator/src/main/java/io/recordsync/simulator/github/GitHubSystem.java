package io.recordsync.simulator.github;

import io.recordsync.simulator.quota.AccountPlan;
import io.recordsync.simulator.vendor.ContactFields;
import io.recordsync.simulator.vendor.SimulatedKind;
import java.util.Map;

/**
 * GitHub, with repositories that tests fill through the store. An object of type {@link #COMMIT} is a commit of one
 * file, with the fields {@code repo}, {@code branch}, {@code path} and {@code content}.
 */
public final class GitHubSystem {

    /** A token that may read all repositories. */
    public static final String TOKEN = "github_pat_recordsync";

    /** The type of commits in the store. */
    public static final String COMMIT = "commits";

    /** The hourly limit of a user's token. */
    private static final AccountPlan PLAN =
            new AccountPlan(AccountPlan.UNLIMITED.perDay(), 5_000, AccountPlan.UNLIMITED.searchesPerWindow());

    /** It has no contacts. */
    public static final SimulatedKind KIND = new SimulatedKind(
            "github",
            8106,
            new ContactFields("", "", "email", "", "", "path"),
            (type, number) -> GitHubRecords.sha(type + " " + number),
            PLAN,
            context -> new GitHubVendor(TOKEN, context),
            GitHubSystem::settings);

    private GitHubSystem() {}

    /** GitHub is a source of files: the settings are those of the system {@code files} unless another one is named. */
    private static Map<String, String> settings(String prefix, String baseUrl) {
        String source = (prefix.equals("GITHUB_") ? "FILES_" : prefix) + "GITHUB_";
        return Map.of(source + "BASE_URL", baseUrl, source + "API_TOKEN", TOKEN);
    }
}
