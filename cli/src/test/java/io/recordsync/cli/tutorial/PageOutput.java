package io.recordsync.cli.tutorial;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The output of a command as a page shows it. What differs in each run is compared by its form only: times, error ids,
 * durations, ports, and ids that a system has given. {@code ...} stands for any lines, or for any part of a line.
 */
final class PageOutput {

    private static final String OMITTED = "...";

    private static final Map<Pattern, String> DIFFERENT_IN_EACH_RUN = new LinkedHashMap<>();

    static {
        differs("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z", "TIME");
        differs("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ERROR-ID");
        differs("\\(\\d+\\.\\d s\\)", "(DURATION)");
        differs("(?<=(localhost|127\\.0\\.0\\.1):)\\d+", "PORT");
        differs("\\b(003RS\\w{13}|1000\\d\\d)\\b", "SYSTEM-ID");
        differs("[ \t]+", " "); // the columns of a table are as wide as their values
    }

    private final Pattern lines;

    /** @param text the output as the page shows it */
    PageOutput(String text) {
        lines = Pattern.compile(comparable(text).lines().map(PageOutput::line).collect(Collectors.joining()));
    }

    boolean matches(String printed) {
        return lines.matcher(comparable(printed.stripTrailing() + "\n")).matches();
    }

    private static String line(String shown) {
        return shown.equals(OMITTED) ? "(?:.*\n)*" : Pattern.quote(shown).replace(OMITTED, "\\E.*\\Q") + "\n";
    }

    private static String comparable(String text) {
        String comparable = text;
        for (Map.Entry<Pattern, String> one : DIFFERENT_IN_EACH_RUN.entrySet()) {
            comparable = one.getKey().matcher(comparable).replaceAll(one.getValue());
        }
        return comparable.lines().map(String::stripTrailing).collect(Collectors.joining("\n", "", "\n"));
    }

    private static void differs(String form, String by) {
        DIFFERENT_IN_EACH_RUN.put(Pattern.compile(form), by);
    }
}
