package io.recordsync.simulator.events;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import net.datafaker.Faker;

/** Realistic people from several countries. The same seed gives the same people in the same order. */
public final class People {

    private static final List<String> DOMAINS =
            List.of("example.com", "example.org", "example.net", "mail.example.com");
    private static final int MAX_NAME_PART = 20;

    private final Random random;
    private final List<Country> countries;
    private final Phones phones;

    public People(long seed) {
        random = new Random(seed);
        phones = new Phones(random);
        countries = List.of(
                country("US", Locale.US),
                country("GB", Locale.UK),
                country("DE", Locale.GERMANY),
                country("FR", Locale.FRANCE),
                country("NL", Locale.of("nl", "NL")),
                country("ES", Locale.of("es", "ES")));
    }

    private record Country(String code, Faker faker) {}

    /**
     * A new person.
     *
     * @param unique makes the e-mail address unique; must consist of characters that are allowed in an address
     */
    public Person next(String unique) {
        Country country = countries.get(random.nextInt(countries.size()));
        String first = country.faker().name().firstName().strip();
        String last = country.faker().name().lastName().strip();
        boolean oneWord = random.nextInt(50) == 0;
        String name = oneWord ? last.replace(" ", "") : first + " " + last;
        return new Person(name, email(first, last, unique), phones.next(country.code()));
    }

    /** A phone number from any of the countries. */
    String phone() {
        return phones.next(countries.get(random.nextInt(countries.size())).code());
    }

    /** Some addresses contain capital letters; they are still the same address. */
    private String email(String first, String last, String unique) {
        String domain = DOMAINS.get(random.nextInt(DOMAINS.size()));
        boolean capitals = random.nextInt(10) == 0;
        String local = ascii(first) + "." + ascii(last);
        return (capitals ? local : local.toLowerCase(Locale.ROOT)) + "." + unique.toLowerCase(Locale.ROOT) + "@"
                + domain;
    }

    private static String ascii(String name) {
        String plain = Normalizer.normalize(name.replace("ß", "ss"), Normalizer.Form.NFD)
                .replaceAll("[^A-Za-z]", "");
        return plain.isEmpty() ? "x" : plain.substring(0, Math.min(MAX_NAME_PART, plain.length()));
    }

    private Country country(String code, Locale locale) {
        return new Country(code, new Faker(locale, random));
    }
}
