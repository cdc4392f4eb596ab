package io.recordsync.starter.cli;

import io.recordsync.starter.rest.HeldDecisionView;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;

/** Passes a decision about held deletes on. */
final class HeldDecisionCall {

    private HeldDecisionCall() {}

    /** @param then what follows, in a sentence */
    static int decide(CommandSpec command, ApiOption api, long run, String decision, boolean json, String then) {
        try (ApiClient client = api.client()) {
            String answer = client.post("/v1/sync/runs/" + run + "/" + decision);
            command.commandLine()
                    .getOut()
                    .println(json ? answer.stripTrailing() : text(client.read(answer, HeldDecisionView.class), then));
            command.commandLine().getOut().flush();
        }
        return 0;
    }

    private static String text(HeldDecisionView view, String then) {
        return String.format(
                Locale.ROOT,
                "Run %d of %s %s holds %,d deletes: %s is passed on. %s `recordsync runs %s` shows when it is done.",
                view.run(),
                view.system(),
                view.entity(),
                view.held(),
                view.decision(),
                then,
                view.system());
    }
}
