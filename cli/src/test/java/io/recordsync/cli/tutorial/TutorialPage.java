package io.recordsync.cli.tutorial;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The steps of docs/tutorial.md, in their order. */
record TutorialPage(List<Step> steps) {

    private static final Path PAGE = Path.of("..", "docs", "tutorial.md");

    /** A command in one block with what it prints in the next one, or a link to a list of Temporal's Web UI. */
    private static final Pattern STEP = Pattern.compile(
            "```sh\n(?<command>.*?)```\n\n```text\n(?<output>.*?)```|<(?<link>http://\\S+query=\\S+)>", Pattern.DOTALL);

    /** What the reader of the page does. */
    sealed interface Step {}

    /**
     * @param text what a person types, on one line or more
     * @param output what it prints according to the page
     */
    record Command(String text, String output) implements Step {

        boolean startsTheDemo() {
            return text.startsWith("./recordsync demo");
        }

        boolean deletesTheDemosData() {
            return text.startsWith("./recordsync reset");
        }

        /** Whether it may be repeated until it shows what the page shows, because it changes nothing. */
        boolean onlyReads() {
            return text.startsWith("./recordsync status") || (text.startsWith("curl") && !text.contains(" -d "));
        }
    }

    /** @param address a page of the Web UI which lists the workflows that match a query */
    record WebUiList(URI address) implements Step {}

    static TutorialPage read() throws IOException {
        String page = Files.readString(PAGE);
        return new TutorialPage(
                STEP.matcher(page).results().map(TutorialPage::step).toList());
    }

    private static Step step(MatchResult found) {
        return found.group("link") == null
                ? new Command(found.group("command").strip(), found.group("output"))
                : new WebUiList(URI.create(found.group("link")));
    }
}
