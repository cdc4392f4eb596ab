package io.recordsync.worker.reading;

import io.recordsync.rules.RecordPaths;
import io.recordsync.rules.WinRule;
import io.recordsync.rules.WinRule.Decision;
import io.recordsync.store.counterpart.Conflict.Kind;
import io.recordsync.store.counterpart.FieldBase;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides for each path that a system has edited whose value it has in the end. */
final class Policy {

    /** Within this difference times do not decide, and the later arrival does. */
    private static final Duration SAME_TIME = Duration.ofSeconds(2);

    private static final Duration SHORTLY = Duration.ofMinutes(15);
    private static final Duration FLIPS_COUNT = Duration.ofHours(24);
    private static final int MAX_FLIPS = 6;

    private final Sides sides;
    private final Instant now;

    Policy(Sides sides, Instant now) {
        this.sides = sides;
        this.now = now;
    }

    /** @param givenUp the paths where our own value has waited in a conflict that is over now */
    void decide(Findings findings, Map<String, @Nullable Object> theirs, Set<String> givenUp) {
        Map<String, @Nullable Object> given = findings.given();
        Set<String> counted = new HashSet<>();
        theirs.forEach((path, value) -> {
            boolean oursChanged = givenUp.contains(path) || isChangedHere(findings, path, given);
            Decision winner = winner(findings, path, value, oursChanged);
            if (winner == Decision.ASK) {
                findings.open(Kind.ASK, path, value);
            } else if (isOscillating(findings, path, counted)) {
                rest(findings, path, value, given);
            } else if (winner == Decision.OURS) {
                findings.overrule(path, value);
            } else {
                findings.take(path, value);
                if (oursChanged && !givenUp.contains(path) && !RoundTripCheck.isSame(value, findings.ours(path))) {
                    findings.loseOurs(path, value);
                }
            }
        });
    }

    private boolean isChangedHere(Findings findings, String path, Map<String, @Nullable Object> given) {
        return sides.reading().feeds(path).stream()
                .anyMatch(field ->
                        !findings.known().counterpart().field(field).isGiven(findings.hash(field, given.get(field))));
    }

    private Decision winner(Findings findings, String path, @Nullable Object theirs, boolean oursChanged) {
        Object ours = findings.ours(path);
        WinRule rule = sides.merging().wins(path);
        if (RoundTripCheck.isSame(theirs, ours)) {
            return Decision.THEIRS;
        }
        if (rule instanceof WinRule.Owner(String owner)) {
            return owner.equals(sides.system()) ? Decision.THEIRS : Decision.OURS;
        }
        if (rule instanceof WinRule.Filled && (theirs == null || ours == null)) {
            return theirs == null ? Decision.OURS : Decision.THEIRS;
        }
        if (!oursChanged) {
            return Decision.THEIRS;
        }
        return switch (rule) {
            case WinRule.Ask none -> Decision.ASK;
            case WinRule.Judged judged ->
                judged.decide(ours, theirs, findings.known().image().fields());
            default -> newest(findings, path);
        };
    }

    /** The later one by the times of both sides; the row, which arrived later, if ours has no time or the same one. */
    Decision newest(Findings findings, String path) {
        Optional<Instant> ours = findings.known().image().timeOf(RecordPaths.root(path));
        Instant theirs = findings.seen().changedAt(now);
        boolean oursIsLater =
                ours.filter(time -> time.isAfter(theirs.plus(SAME_TIME))).isPresent();
        return oursIsLater ? Decision.OURS : Decision.THEIRS;
    }

    /**
     * Whether the system has edited a field of the path too often shortly after our write of it.
     *
     * @param counted the fields whose edit is counted already
     */
    private boolean isOscillating(Findings findings, String path, Set<String> counted) {
        findings.fieldsOf(path).stream().filter(counted::add).forEach(field -> countFlip(findings, field));
        return findings.fieldsOf(path).stream()
                .anyMatch(field -> findings.base(field).flips() >= MAX_FLIPS);
    }

    private void countFlip(Findings findings, String field) {
        FieldBase base = findings.base(field);
        Instant wrote = base.wroteAt();
        if (wrote != null && now.isBefore(wrote.plus(SHORTLY))) {
            Instant first = base.flippedAt();
            boolean begins = first == null || now.isAfter(first.plus(FLIPS_COUNT));
            findings.base(field, one -> one.withFlips(begins ? 1 : one.flips() + 1, begins ? now : first));
        }
    }

    /** Both sides keep what they have, and nothing flows until one of them changes. */
    private void rest(Findings findings, String path, @Nullable Object theirs, Map<String, @Nullable Object> given) {
        findings.open(Kind.OSCILLATES, path, theirs);
        findings.fieldsOf(path).forEach(field -> {
            String hash = findings.hash(field, given.get(field));
            findings.base(field, base -> base.withGiven(hash).withFlips(0, null));
            findings.noteForm(field);
        });
    }
}
