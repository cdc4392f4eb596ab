package io.recordsync.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VendorAccountTest {

    private static final URI URL = URI.create("https://acme.my.salesforce.com");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://acme.my.salesforce.com:443",
                "https://ACME.my.Salesforce.com",
                "https://acme.my.salesforce.com.",
                "https://acme.my.salesforce.com./",
                "http://acme.my.salesforce.com:80"
            })
    void whatMakesNoDifferenceToAnAddressMakesNoneToItsAccount(String address) {
        assertThat(byAddress(URI.create(address))).isEqualTo(byAddress(URL)).isEqualTo("kind:acme.my.salesforce.com");
    }

    @Test
    void anotherPortMayBeAnotherServer() {
        assertThat(byAddress(URI.create("http://127.0.0.1:8101")))
                .isNotEqualTo(byAddress(URI.create("http://127.0.0.1:8102")));
    }

    @Test
    void theVendorsOwnIdTakesThePlaceOfTheAddress() {
        VendorAccount one = VendorAccount.of("kind", URL, Optional.empty());
        VendorAccount other = VendorAccount.of("kind", URI.create("https://proxy.example"), Optional.empty());
        assertThat(one.name()).isNotEqualTo(other.name());
        assertThat(one.isKnown()).isFalse();

        one.tell("4711");
        other.tell("4711");

        assertThat(one.name()).isEqualTo(other.name()).isEqualTo("kind:4711");
        assertThat(one.isKnown()).isTrue();
    }

    @Test
    void theOwnersNameGoesOverTheVendorsId() {
        VendorAccount named = VendorAccount.of("kind", URL, Optional.of("mine"));
        assertThat(named.isKnown()).isTrue();

        named.tell("4711");

        assertThat(named.name()).isEqualTo("kind:mine");
    }

    @Test
    void usersOfOneAddressAreAccountsOfTheirOwnAndAreNotShown() {
        String one =
                VendorAccount.ofUser("kind", URL, "user-1", Optional.empty()).name();
        String other =
                VendorAccount.ofUser("kind", URL, "user-2", Optional.empty()).name();

        assertThat(one)
                .isNotEqualTo(other)
                .startsWith("kind:acme.my.salesforce.com:")
                .doesNotContain("user-1");
    }

    private static String byAddress(URI url) {
        return VendorAccount.of("kind", url, Optional.empty()).name();
    }
}
