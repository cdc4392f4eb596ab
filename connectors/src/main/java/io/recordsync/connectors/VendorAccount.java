package io.recordsync.connectors;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The account at a vendor for which calls are counted. Its name is the one that its owner has set; otherwise the
 * vendor's own id of it, as soon as the vendor has told it; until then the address of the API. So two addresses of one
 * account share one quota, and no secret is part of the name: a renewed one leaves the account what it was.
 */
public final class VendorAccount {

    private static final int SHOWN = 8;

    private final String kind;
    private volatile String name;
    private volatile boolean known;

    private VendorAccount(String kind, String name, boolean known) {
        this.kind = kind;
        this.name = kind + ":" + name;
        this.known = known;
    }

    /**
     * @param kind the kind of system
     * @param named the name that the owner has set, or the vendor's id of the account
     */
    public static VendorAccount of(String kind, URI baseUrl, Optional<String> named) {
        return new VendorAccount(kind, named.orElseGet(() -> address(baseUrl)), named.isPresent());
    }

    /**
     * The same for a vendor that counts the calls of each user.
     *
     * @param user distinguishes the users of one address; the name contains only a short hash of it
     */
    public static VendorAccount ofUser(String kind, URI baseUrl, String user, Optional<String> named) {
        return new VendorAccount(kind, named.orElseGet(() -> place(baseUrl, user)), named.isPresent());
    }

    /**
     * The key under which something is stored about a system's credentials: its access tokens, or the account's id.
     *
     * @param owner what distinguishes the credentials at one address, such as the client's id or a token; the key
     *     contains only a short hash of it
     */
    public static String credentialKey(String system, URI baseUrl, String owner) {
        return system + ":" + place(baseUrl, owner);
    }

    /** The name now. It contains no secret, and is the same for all processes that know as much of the account. */
    public String name() {
        return name;
    }

    /** Whether the owner or the vendor has said which account it is. */
    public boolean isKnown() {
        return known;
    }

    /** Takes the vendor's own id of the account, unless the account is known. */
    public void tell(String id) {
        if (!known) {
            name = kind + ":" + id;
            known = true;
        }
    }

    private static String place(URI baseUrl, String user) {
        return address(baseUrl) + ":" + DigestUtils.sha256Hex(user).substring(0, SHOWN);
    }

    /** Host and port, but without what makes no difference: upper case, a final dot, and the scheme's own port. */
    private static String address(URI url) {
        String host = Optional.ofNullable(url.getHost()).orElse("").toLowerCase(Locale.ROOT);
        String plain = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        boolean usual = url.getPort() == -1 || url.getPort() == ("https".equals(url.getScheme()) ? 443 : 80);
        return usual ? plain : plain + ":" + url.getPort();
    }
}
