package io.recordsync.simulator.events;

import io.recordsync.simulator.http.Json;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import tools.jackson.core.JacksonException;

/**
 * The probabilities of several names, in percent. The shares add up to exactly 100.
 *
 * @param percents in a fixed order, so that the same random numbers give the same names
 */
public record Shares(Map<String, BigDecimal> percents) {

    private static final BigDecimal WHOLE = BigDecimal.valueOf(100);

    /** @throws IllegalArgumentException when a share is negative, or they do not add up to 100 */
    public Shares {
        BigDecimal sum = percents.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        boolean negative = percents.values().stream().anyMatch(share -> share.signum() < 0);
        if (negative || sum.compareTo(WHOLE) != 0) {
            throw new IllegalArgumentException(
                    "Shares must not be negative and must add up to 100, not " + sum.toPlainString() + ".");
        }
        percents = Collections.unmodifiableMap(new LinkedHashMap<>(percents));
    }

    /**
     * Parses {@code create=60,update=35,delete=5}, or the same as a JSON object.
     *
     * @throws IllegalArgumentException when it is neither, or the shares do not add up to 100
     */
    public static Shares parse(String text) {
        Map<String, BigDecimal> percents = new LinkedHashMap<>();
        try {
            if (text.strip().startsWith("{")) {
                Json.read(text)
                        .properties()
                        .forEach(share ->
                                percents.put(share.getKey(), share.getValue().asDecimal()));
            } else {
                Arrays.stream(text.split(","))
                        .map(share -> share.split("[=:]", 2))
                        .forEach(pair -> percents.put(pair[0].strip(), new BigDecimal(pair[1].strip())));
            }
        } catch (JacksonException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new IllegalArgumentException(
                    "Shares must be written as name=percent,name=percent or as a JSON object of numbers.", e);
        }
        return new Shares(percents);
    }

    /**
     * These shares, if all of their names are allowed.
     *
     * @throws IllegalArgumentException otherwise
     */
    public Shares onlyOf(Set<String> allowed) {
        if (!allowed.containsAll(percents.keySet())) {
            throw new IllegalArgumentException(
                    "The shares contain an unknown name. The names are " + String.join(", ", allowed) + ".");
        }
        return this;
    }

    /** Draws a name by its share. */
    public String draw(RandomGenerator random) {
        double chance = random.nextDouble() * 100;
        double sum = 0;
        String last = "";
        for (Map.Entry<String, BigDecimal> share : percents.entrySet()) {
            sum += share.getValue().doubleValue();
            last = share.getValue().signum() > 0 ? share.getKey() : last;
            if (chance < sum) {
                return share.getKey();
            }
        }
        return last;
    }
}
