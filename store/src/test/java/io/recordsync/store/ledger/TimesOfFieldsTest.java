package io.recordsync.store.ledger;

import static io.recordsync.store.Events.R1;
import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.store.Events;
import io.recordsync.store.ledger.Change.Form;
import io.recordsync.store.ledger.Change.Operation;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When a field was set, where the versions of its source do not tell: it decides which of two edits is the later. */
class TimesOfFieldsTest {

    private static final Instant ACCEPTED = Merging.NOW.minusSeconds(600);
    private static final Instant EDITED = Merging.NOW.minusSeconds(60);
    private static final Events SALES = R1.from(Sources.ofSystem("salesforce"));
    private static final Map<String, @Nullable Object> OPEN = Map.of("name", "Ann", "status", "open");

    @Test
    void whatWasThereWhenASystemJoinsWasSetWhenItWasAccepted() {
        Image image = edited(inLedger(
                Merging.apply(Image.none(R1.key()), R1.snapshot(1, OPEN)).image()));

        assertThat(image.timeOf("name")).contains(ACCEPTED);
        assertThat(image.timeOf("status")).contains(EDITED);
    }

    @Test
    void whatIsSetLaterWithoutATimeWasSetWhenItIsAccepted() {
        Image joined = edited(inLedger(
                Merging.apply(Image.none(R1.key()), R1.snapshot(1, OPEN)).image()));
        Image image =
                Merging.apply(joined, R1.patch(2, Map.of("status", "lost"))).image();

        assertThat(image.timeOf("status")).contains(Merging.NOW);
        assertThat(image.timeOf("name")).contains(ACCEPTED);
    }

    @Test
    void recordsThatNoSystemHasChangedKeepNoTimes() {
        Image image = Merging.apply(
                        Merging.apply(Image.none(R1.key()), R1.snapshot(1, OPEN))
                                .image(),
                        R1.from("billing").patch(1, Map.of("status", "paid")))
                .image();

        assertThat(image.versions().setAt()).isEmpty();
        assertThat(inLedger(image).timeOf("status")).contains(ACCEPTED);
    }

    private static Image inLedger(Image image) {
        return new Image(image.key(), image.revision(), image.life(), null, image.fields(), image.versions(), ACCEPTED);
    }

    private static Image edited(Image image) {
        return Merging.apply(
                        image,
                        new Change(
                                "edit",
                                SALES.key(),
                                Sources.ofSystem("salesforce"),
                                Operation.UPDATE,
                                Form.PATCH,
                                null,
                                Map.of("status", "closed"),
                                Set.of(),
                                null,
                                "read:edit",
                                EDITED))
                .image();
    }
}
