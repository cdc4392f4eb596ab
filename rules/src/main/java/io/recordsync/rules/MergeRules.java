package io.recordsync.rules;

import java.util.List;
import java.util.Map;

/**
 * How the records of one entity are recognised in the systems that are read, and who wins where both sides changed.
 *
 * @param match the paths of the record by which it is recognised, in order
 * @param otherwise who wins for a path that {@code fields} does not name
 * @param fields who wins, by path
 */
public record MergeRules(List<String> match, WinRule otherwise, Map<String, WinRule> fields) {
    /** What holds where a rule file says nothing. */
    static final MergeRules DEFAULT = new MergeRules(List.of(), new WinRule.Newest(), Map.of());

    public MergeRules {
        match = List.copyOf(match);
        fields = Map.copyOf(fields);
    }

    /** Who wins for one path. */
    public WinRule wins(String path) {
        return fields.getOrDefault(path, otherwise);
    }

    /** These rules, with other paths to match if they name none. */
    MergeRules orMatch(List<String> paths) {
        return match.isEmpty() ? new MergeRules(paths, otherwise, fields) : this;
    }
}
