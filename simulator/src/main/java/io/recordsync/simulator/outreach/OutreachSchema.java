package io.recordsync.simulator.outreach;

import io.recordsync.simulator.edits.UserInterface;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The resources of the simulated org and their attributes, following Outreach's OpenAPI file. */
final class OutreachSchema {

    static final String UPDATED = "updatedAt";
    static final String CREATED = "createdAt";
    static final String EMAILS = "emails";

    private static final int SHORT = 255;
    private static final int UNLIMITED = 0;
    private static final int CUSTOM_FIELDS = 150;

    private static final Map<String, Type> TYPES = Map.of("prospects", prospects(), "accounts", accounts());

    private OutreachSchema() {}

    /** The forms of values in JSON. */
    enum Kind {
        TEXT,
        TIME,
        DATE,
        INTEGER,
        NUMBER,
        BOOLEAN,
        LIST
    }

    /**
     * @param longest the largest number of characters; 0 for no limit
     * @param use any of R (read-only), F (filterable), S (sortable)
     */
    record Attribute(String name, Kind kind, int longest, String use) {

        boolean readOnly() {
            return use.contains("R");
        }

        boolean filterable() {
            return use.contains("F");
        }

        boolean sortable() {
            return use.contains("S");
        }

        /** The field of the store with the first entry of a list: {@code email} for {@code emails}. */
        String first() {
            return name.substring(0, name.length() - 1);
        }

        /** The field of the store with the other entries, as JSON. */
        String others() {
            return name + " after the first";
        }
    }

    /**
     * @param path the name in addresses: {@code prospects}
     * @param name the name in resources: {@code prospect}
     */
    record Type(String path, String name, Map<String, Attribute> attributes) {

        Optional<Attribute> attribute(String attribute) {
            return Optional.ofNullable(attributes.get(attribute));
        }
    }

    /**
     * What a person types; of a list, the first entry.
     *
     * @throws IllegalArgumentException when there is no such type or field
     */
    static Map<String, String> typed(String type, Map<String, String> values) {
        values.keySet().forEach(name -> {
            boolean known = type(type).stream()
                    .flatMap(all -> all.attributes().values().stream())
                    .anyMatch(attribute -> !attribute.readOnly()
                            && name.equals(attribute.kind() == Kind.LIST ? attribute.first() : attribute.name()));
            if (!known) {
                throw UserInterface.unknown(type, name);
            }
        });
        return values;
    }

    static Optional<Type> type(String path) {
        return Optional.ofNullable(TYPES.get(path));
    }

    static List<Type> types() {
        return List.of(accounts(), prospects());
    }

    private static Type prospects() {
        Attributes all = new Attributes();
        all.add(Kind.TIME, UNLIMITED, "RFS", "createdAt updatedAt engagedAt touchedAt");
        all.add(Kind.TIME, UNLIMITED, "R", "callsOptedAt emailsOptedAt optedOutAt");
        all.add(Kind.TIME, UNLIMITED, "", "addedAt availableAt trashedAt");
        all.add(Kind.DATE, UNLIMITED, "", "dateOfBirth graduationDate jobStartDate");
        all.add(
                Kind.TEXT,
                SHORT,
                "FS",
                "externalSource firstName lastName title githubUsername linkedInId stackOverflowId twitterUsername");
        all.add(Kind.TEXT, SHORT, "F", "sharingTeamId timeZone");
        all.add(
                Kind.TEXT,
                SHORT,
                "",
                "addressCity addressCountry addressState addressStreet addressStreet2 addressZip angelListUrl "
                        + "callsOptStatus campaignName degree emailsOptStatus eventName externalId externalOwner "
                        + "facebookUrl gender googlePlusUrl middleName nickname occupation preferredContact quoraUrl "
                        + "region school source");
        all.add(Kind.TEXT, 1_000, "", "githubUrl linkedInUrl stackOverflowUrl twitterUrl");
        all.add(Kind.TEXT, 65_535, "", "personalNote1 personalNote2 specialties websiteUrl1 websiteUrl2 websiteUrl3");
        all.add(Kind.TEXT, UNLIMITED, "", "company");
        all.add(Kind.TEXT, UNLIMITED, "R", "name timeZoneIana timeZoneInferred");
        all.add(Kind.BOOLEAN, UNLIMITED, "", "callOptedOut emailOptedOut optedOut");
        all.add(Kind.INTEGER, UNLIMITED, "R", "clickCount openCount replyCount");
        all.add(Kind.INTEGER, UNLIMITED, "", "linkedInConnections");
        all.add(Kind.NUMBER, UNLIMITED, "", "score");
        all.add(Kind.LIST, UNLIMITED, "F", EMAILS);
        all.add(Kind.LIST, UNLIMITED, "", "homePhones mobilePhones otherPhones voipPhones workPhones tags");
        all.addCustom();
        return new Type("prospects", "prospect", Map.copyOf(all.named));
    }

    private static Type accounts() {
        Attributes all = new Attributes();
        all.add(Kind.TIME, UNLIMITED, "RFS", "createdAt updatedAt touchedAt");
        all.add(Kind.TIME, UNLIMITED, "", "foundedAt");
        all.add(Kind.TEXT, SHORT, "FS", "customId domain name");
        all.add(Kind.TEXT, SHORT, "F", "sharingTeamId");
        all.add(
                Kind.TEXT,
                SHORT,
                "",
                "annualRevenueRange companyType externalSource industry locality naturalName tickerSymbol websiteUrl");
        all.add(Kind.TEXT, 1_000, "", "linkedInUrl");
        all.add(Kind.TEXT, 65_535, "", "description");
        all.add(Kind.BOOLEAN, UNLIMITED, "FS", "named");
        all.add(Kind.INTEGER, UNLIMITED, "", "followers linkedInEmployees numberOfEmployees");
        all.add(Kind.NUMBER, UNLIMITED, "FS", "buyerIntentScore");
        all.add(Kind.LIST, UNLIMITED, "", "naicsCodes sicCodes tags");
        all.addCustom();
        return new Type("accounts", "account", Map.copyOf(all.named));
    }

    private static final class Attributes {

        private final Map<String, Attribute> named = new LinkedHashMap<>();

        private void add(Kind kind, int longest, String use, String names) {
            for (String name : names.split(" ")) {
                named.put(name, new Attribute(name, kind, longest, use));
            }
        }

        private void addCustom() {
            IntStream.rangeClosed(1, CUSTOM_FIELDS).forEach(i -> add(Kind.TEXT, 32_000, "", "custom" + i));
        }
    }
}
