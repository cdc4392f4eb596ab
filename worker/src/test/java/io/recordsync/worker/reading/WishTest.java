package io.recordsync.worker.reading;

import static io.recordsync.worker.reading.Scene.NOW;
import static io.recordsync.worker.reading.Scene.same;
import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.rules.Link.Take;
import io.recordsync.store.counterpart.Conflict;
import io.recordsync.store.counterpart.Conflict.Kind;
import io.recordsync.store.counterpart.FieldBase;
import io.recordsync.store.counterpart.LostValue;
import io.recordsync.worker.reading.Judgement.Verdict;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a person wants of a reading, aside from the rules. */
class WishTest {

    private static final Wish OVERWRITE = Wish.THEIRS;

    @Test
    void anOverwriteTakesWhatTheRowShowsWhateverTheRulesSay() {
        Judgement judgement = same().merge("{match: [email], wins: ask}")
                .linked()
                .ours("status", "closed")
                .row("Status", "won")
                .modified(NOW)
                .judge(OVERWRITE);

        assertThat(judgement.patch()).isEqualTo(Map.of("status", "won"));
        assertThat(judgement.lost()).extracting(LostValue::value).containsExactly("closed");
        assertThat(judgement.opened()).isEmpty();
    }

    @Test
    void anOverwriteAlsoUndoesWhatTheSystemWasNotGivenYet() {
        Scene scene = same().linked().ours("status", "closed");

        assertThat(scene.judge().patch()).isEmpty();
        assertThat(scene.judge(OVERWRITE).patch()).isEqualTo(Map.of("status", "open"));
        assertThat(scene.accepted().judge(OVERWRITE).patch()).isEqualTo(Map.of("status", "open"));
    }

    @Test
    void anOverwriteEmptiesWhatIsEmptyThere() {
        Judgement known = same().linked().row("Status", null).modified(NOW).judge(OVERWRITE);
        Judgement first = same().row("Status", null).row("Name", "Bob Jones").judge(OVERWRITE);

        assertThat(known.patch()).containsOnlyKeys("status").containsEntry("status", null);
        assertThat(first.patch()).containsOnlyKeys("status", "name").containsEntry("status", null);
        assertThat(first.counts().differing()).isZero();
    }

    @Test
    void anOverwriteTakesNeitherAnotherFormOfOursNorAValueOfNoType() {
        Scene scene = same().row("Phone", "555.000.0001").linked();
        Judgement unreadable =
                same().linked().row("Phone", "call me").modified(NOW).judge(OVERWRITE);

        assertThat(scene.judge(OVERWRITE).patch()).isEmpty();
        assertThat(scene.judge(OVERWRITE).verdict()).isEqualTo(Verdict.UNCHANGED);
        assertThat(unreadable.patch()).isEmpty();
        assertThat(unreadable.opened()).extracting(Conflict::kind).containsExactly(Kind.UNREADABLE);
    }

    @Test
    void anOverwriteDecidesWhatWaitsForADecision() {
        Judgement judgement = same().merge("{match: [email], wins: ask}")
                .linked()
                .ours("status", "closed")
                .row("Status", "won")
                .modified(NOW)
                .open(Kind.ASK, "status", "Status", "won")
                .judge(OVERWRITE);

        assertThat(judgement.closed()).containsExactly("status");
        assertThat(judgement.patch()).isEqualTo(Map.of("status", "won"));
    }

    @Test
    void valuesThatDifferSinceTheyWereLinkedAreDecidedThoughTheRowShowsNothingNew() {
        Scene scene = same().row("Name", "Bob Jones").accepted();
        Judgement theirs = scene.judge(link(Take.THEIRS));
        Judgement ours = scene.judge(link(Take.OURS));
        Judgement newest = scene.judge(link(Take.NEWEST));

        assertThat(scene.judge().verdict()).isEqualTo(Verdict.UNCHANGED);
        assertThat(theirs.patch()).isEqualTo(Map.of("name", "Bob Jones"));
        assertThat(theirs.lost()).extracting(LostValue::value).containsExactly("Mary Smith");
        assertThat(name(theirs).differs()).isFalse();
        assertThat(ours.patch()).isEmpty();
        assertThat(ours.touched()).isTrue();
        assertThat(ours.lost()).extracting(LostValue::value).containsExactly("Bob Jones");
        assertThat(name(ours).given()).isNull();
        assertThat(name(ours).differs()).isFalse();
        assertThat(newest.patch()).isEqualTo(Map.of("name", "Bob Jones"));
    }

    @Test
    void theWishDecidesAFirstContactInPlaceOfTheRules() {
        Scene scene = same().read("{every: 5m, link: ours}").row("Name", "Bob Jones");

        assertThat(scene.judge().patch()).isEmpty();
        assertThat(scene.judge(link(Take.THEIRS)).patch()).isEqualTo(Map.of("name", "Bob Jones"));
    }

    private static Wish link(Take take) {
        return new Wish(false, Optional.of(take), false);
    }

    private static FieldBase name(Judgement judgement) {
        return judgement.counterpart().orElseThrow().field("Name");
    }
}
