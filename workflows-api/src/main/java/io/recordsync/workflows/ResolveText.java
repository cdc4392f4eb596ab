package io.recordsync.workflows;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What people read about conflicts: why a field is in one, and what decides it. */
public final class ResolveText {

    /** The field of a conflict about a whole row. */
    public static final String WHOLE_ROW = "*";

    private static final Map<String, String> REASONS = Map.of(
            "ask", "both sides have changed it, and the rules let a person decide",
            "unrepresentable", "the system's value would not come back as itself",
            "unreadable", "the system's value is not of the field's type",
            "oscillates", "the system changes it again and again after each write",
            "ambiguous", "it is not certain which record the row is",
            "not_taken", "the ledger did not take what the row shows",
            "not_written", "the system did not write the record's value, and did not refuse it",
            "refused", "the system refused the record's value");

    private ResolveText() {}

    /** Why neither value goes to the other side. */
    public static String reason(OpenConflict conflict) {
        return REASONS.getOrDefault(conflict.kind(), "a person has to decide");
    }

    /** What a person types to decide it. */
    public static String command(String entity, String recordId, String tenant, OpenConflict conflict) {
        String options = option("contact", "--entity", entity) + option("default", "--tenant", tenant);
        return switch (conflict.kind()) {
            case "ambiguous" ->
                "recordsync link %s %s EXTERNAL_ID%s".formatted(quoted(recordId), conflict.system(), options);
            case "not_taken" ->
                "recordsync resolve %s %s --take theirs%s".formatted(quoted(recordId), conflict.system(), options);
            case "unreadable", "unrepresentable" ->
                "recordsync resolve %s %s %s --take ours%s"
                        .formatted(quoted(recordId), conflict.system(), quoted(conflict.field()), options);
            default ->
                "recordsync resolve %s %s %s --take ours|theirs%s"
                        .formatted(quoted(recordId), conflict.system(), quoted(conflict.field()), options);
        };
    }

    /** Why this decision cannot be made; empty if it can. */
    public static Optional<String> refusal(OpenConflict conflict, @Nullable String take) {
        if (conflict.kind().equals("ambiguous")) {
            String text = "It is not certain which record the row at %s is, so that there is no value to take. Use the"
                    + " command link to give the row to a record, or unlink to keep it apart.";
            return Optional.of(text.formatted(conflict.system()));
        }
        if (isLossy(conflict) && Resolve.THEIRS.equals(take)) {
            String text =
                    "The value of %s at %s cannot be taken: %s. Correct it there, change the rules, or take ours.";
            return Optional.of(text.formatted(conflict.field(), conflict.system(), reason(conflict)));
        }
        return Optional.empty();
    }

    private static boolean isLossy(OpenConflict conflict) {
        return conflict.kind().equals("unreadable") || conflict.kind().equals("unrepresentable");
    }

    /** Says that a decision lacks its system, its field, or whose value counts. */
    public static String needed(Collection<OpenConflict> open) {
        return "Say which conflict is meant and whose value counts, ours or theirs. Open are: %s."
                .formatted(open.stream()
                        .map(one -> "%s at %s (%s)".formatted(one.field(), one.system(), one.kind()))
                        .collect(Collectors.joining(", ")));
    }

    /** Says that there is nothing to decide. */
    public static String none(@Nullable String system, @Nullable String field) {
        return "The record has no open conflict%s%s."
                .formatted(field == null ? "" : " of " + field, system == null ? "" : " at " + system);
    }

    /** Says that a conflict is over. */
    public static String decidedBefore(String system, String field, String decision, String by, Instant at) {
        return "The conflict of %s at %s was closed at %s: %s, by %s. Nothing has changed."
                .formatted(field, system, at, decision, by);
    }

    private static String option(String usual, String name, String value) {
        return value.equals(usual) ? "" : " " + name + " " + quoted(value);
    }

    private static String quoted(String word) {
        return word.chars().allMatch(ResolveText::isPlain) ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    private static boolean isPlain(int c) {
        return c < 128 && Character.isLetterOrDigit(c) || "._-:/@+,".indexOf(c) >= 0;
    }
}
