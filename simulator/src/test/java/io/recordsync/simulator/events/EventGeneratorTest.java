package io.recordsync.simulator.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import io.recordsync.simulator.http.Json;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

class EventGeneratorTest {

    private static final int MANY = 20_000;

    @Test
    void theSameSeedGivesTheSameMessages() {
        assertThat(messages(7, 2_000)).isEqualTo(messages(7, 2_000)).isNotEqualTo(messages(8, 2_000));
    }

    @Test
    void aLongerStreamBeginsLikeAShorterOne() {
        assertThat(messages(7, 500).subList(0, 100)).isEqualTo(messages(7, 100));
    }

    @Test
    void streamsOfDifferentSeedsShareNoRecordAndNoEmail() {
        Set<String> one = emails(1);

        assertThat(emails(2)).doesNotContainAnyElementsOf(one);
        assertThat(records(2)).doesNotContainAnyElementsOf(records(1));
    }

    @Test
    void sharesAreKept() {
        List<SentEvent> events = events(GeneratorSettings.of(3), MANY);

        assertThat(share(events, event -> event.operation().wireName(), "create"))
                .isBetween(58.0, 62.0);
        assertThat(share(events, event -> event.operation().wireName(), "delete"))
                .isBetween(4.0, 6.0);
        List<SentEvent> creates = events.stream()
                .filter(event -> event.operation() == Operation.CREATE)
                .toList();
        assertThat(share(creates, SentEvent::contactType, "lead")).isBetween(38.0, 42.0);
        assertThat(share(creates, SentEvent::contactType, "employee")).isBetween(1.0, 3.0);
    }

    @Test
    void sharesCanBeChangedWhileItRuns() {
        EventGenerator generator = new EventGenerator(GeneratorSettings.of(3));
        generator.next();

        generator.operations(Shares.parse("update=100"));
        assertThat(generator.next().sent().operation()).isEqualTo(Operation.UPDATE);
        generator.operations(Shares.parse("create=100"));
        generator.contactTypes(Shares.parse("vendor=100"));
        assertThat(generator.next().sent().contactType()).isEqualTo("vendor");
        assertThatThrownBy(() -> generator.operations(Shares.parse("merge=100")))
                .hasMessageContaining("contain an unknown name");
    }

    @Property(tries = 30, shrinking = ShrinkingMode.OFF)
    void updatesAndDeletesAreOfLivingRecordsWithALaterVersion(@ForAll long seed) {
        Set<String> living = new HashSet<>();
        Map<String, LocalDateTime> versions = new HashMap<>();
        for (SentEvent event : events(GeneratorSettings.of(seed), 300)) {
            boolean allowed = event.operation() == Operation.CREATE
                    ? living.add(event.recordId()) && !versions.containsKey(event.recordId())
                    : living.contains(event.recordId());
            assertThat(allowed).isTrue();
            assertThat(event.version()).isAfter(versions.getOrDefault(event.recordId(), LocalDateTime.MIN));
            versions.put(event.recordId(), event.version());
            if (event.operation() == Operation.DELETE) {
                living.remove(event.recordId());
            }
        }
    }

    @Property(tries = 10, shrinking = ShrinkingMode.OFF)
    void eachVersionOfARecordHasAPhoneOfItsOwn(@ForAll long seed) {
        GeneratorSettings settings = new GeneratorSettings(
                seed, GeneratorSettings.START, Shares.parse("create=5,update=95"), Shares.parse("lead=100"), 0);

        List<String> versions = events(settings, 1_000).stream()
                .map(event -> event.recordId() + event.person().e164Phone())
                .toList();

        assertThat(versions).doesNotHaveDuplicates();
    }

    @Test
    void phonesAreValidAndEmailsUniqueAndPlain() throws NumberParseException {
        Set<String> emails = new HashSet<>();
        for (SentEvent event : events(GeneratorSettings.of(5), 3_000)) {
            PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
            assertThat(numbers.isValidNumber(numbers.parse(event.person().phone(), null)))
                    .isTrue();
            assertThat(event.person().email())
                    .matches("[A-Za-z]+\\.[A-Za-z]+\\.c[0-9a-z]+-[0-9a-z]+@[a-z.]+")
                    .hasSizeLessThan(80);
            assertThat(event.person().name().length()).isBetween(1, 80);
            boolean fresh = emails.add(event.person().email().toLowerCase(Locale.ROOT));
            assertThat(fresh).isEqualTo(event.operation() == Operation.CREATE);
        }
    }

    @Test
    void aMessageSaysWhatItsJournalEntrySays() {
        EventGenerator generator = new EventGenerator(GeneratorSettings.of(9));
        for (int i = 0; i < 1_000; i++) {
            GeneratedEvent event = generator.next();
            JsonNode message = Json.read(event.value());

            assertThat(event.key()).isEqualTo(event.sent().recordId());
            assertThat(message.path("record").asString()).isEqualTo("contacts");
            assertThat(message.path("operation").asString())
                    .isEqualTo(event.sent().operation().wireName());
            assertThat(message.at("/item/id").asString()).isEqualTo(event.key());
            assertThat(LocalDateTime.parse(message.at("/item/updated_at").asString()))
                    .isEqualTo(event.sent().version());
            if (message.at("/item").has("name")) {
                assertThat(message.at("/item/email").asString())
                        .isEqualTo(event.sent().person().email());
                assertThat(message.at("/item/phone").asString())
                        .isEqualTo(event.sent().person().phone());
                assertThat(message.at("/item/contact").asString())
                        .isEqualTo(event.sent().contactType());
            }
        }
    }

    @Test
    void aShareOfTheMessagesIsMalformedInManyWays() {
        EventGenerator generator = new EventGenerator(GeneratorSettings.of(4).withMalformed(0.01));
        List<GeneratedEvent> spoiled = Stream.generate(generator::next)
                .limit(MANY)
                .filter(event -> event.sent().malformed())
                .toList();

        assertThat(spoiled).hasSizeBetween(150, 250);
        assertThat(spoiled.stream().map(GeneratedEvent::value)).doesNotHaveDuplicates();
        assertThat(spoiled.stream().map(event -> wayToBeWrong(event.value())).distinct())
                .hasSizeGreaterThanOrEqualTo(6);
    }

    private static String wayToBeWrong(String message) {
        try {
            JsonNode item = Json.read(message).path("item");
            return Json.read(message).path("operation").asString()
                    + item.getNodeType()
                    + item.path("id").getNodeType()
                    + item.path("updated_at").asString().startsWith("2026");
        } catch (JacksonException e) {
            return "not JSON";
        }
    }

    private static List<SentEvent> events(GeneratorSettings settings, int count) {
        return Stream.generate(new EventGenerator(settings)::next)
                .limit(count)
                .map(GeneratedEvent::sent)
                .toList();
    }

    private static List<String> messages(long seed, int count) {
        return Stream.generate(new EventGenerator(GeneratorSettings.of(seed).withMalformed(0.05))::next)
                .limit(count)
                .map(event -> event.key() + event.value())
                .toList();
    }

    private static Set<String> emails(long seed) {
        return events(GeneratorSettings.of(seed), 300).stream()
                .map(event -> event.person().email())
                .collect(Collectors.toSet());
    }

    private static Set<String> records(long seed) {
        return events(GeneratorSettings.of(seed), 300).stream()
                .map(SentEvent::recordId)
                .collect(Collectors.toSet());
    }

    private static double share(List<SentEvent> events, Function<SentEvent, String> name, String wanted) {
        return 100.0
                * events.stream()
                        .filter(event -> name.apply(event).equals(wanted))
                        .count()
                / events.size();
    }
}
