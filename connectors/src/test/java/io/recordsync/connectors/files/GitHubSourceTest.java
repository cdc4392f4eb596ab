package io.recordsync.connectors.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.Cursor;
import io.recordsync.connectors.ErrorKind;
import io.recordsync.connectors.Page;
import io.recordsync.simulator.Simulators;
import io.recordsync.simulator.SimulatorsOptions;
import io.recordsync.simulator.faults.Fault;
import io.recordsync.simulator.github.GitHubSystem;
import io.recordsync.simulator.quota.AccountPlan;
import io.recordsync.simulator.store.Arrival;
import io.recordsync.simulator.vendor.Simulator;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GitHubSourceTest extends FilesFixture {

    private static final String SOURCE = "github:acme/customers/data/{object}.csv@main";

    private final Simulators simulators = Simulators.start(
            SimulatorsOptions.of(List.of("github")).onFreePorts().withClock(clock));
    private final Simulator github = simulators.of("github");
    private String token = GitHubSystem.TOKEN;

    @AfterEach
    void stopGitHub() {
        simulators.close();
    }

    @Override
    protected URI githubBaseUrl() {
        return URI.create(github.baseUrl());
    }

    @Override
    protected Optional<String> githubToken() {
        return Optional.of(token).filter(text -> !text.isEmpty());
    }

    @Test
    void theCommitIsTheCursorAndAnUnchangedFileCostsNothing() {
        String first = commit(rows("a", 3));
        FilesConnector connector = reading(SOURCE);

        Page page = read(connector, Cursor.BEGINNING, 10);
        assertThat(ids(List.of(page))).containsExactly("a0", "a1", "a2");
        assertThat(page.next().text()).isEqualTo("commit:" + first);
        long used = github.counts().usedToday();

        Page again = read(connector, page.next(), 10);
        assertThat(again.records()).isEmpty();
        assertThat(again.last()).isTrue();
        assertThat(github.counts().usedToday()).isEqualTo(used);

        String second = commit(rows("a", 4));
        Page changed = read(connector, again.next(), 10);
        assertThat(ids(List.of(changed))).hasSize(4);
        assertThat(changed.next().text()).isEqualTo("commit:" + second);
    }

    @Test
    void aReadThatHasBegunGoesOnInItsCommitWhateverIsPushed() {
        commit(rows("a", 10));
        FilesConnector connector = reading(SOURCE);
        Page first = read(connector, Cursor.BEGINNING, 4);

        commit(rows("b", 10));
        List<Page> rest = readAll(connector, first.next(), 4);
        assertThat(ids(rest)).containsExactly("a4", "a5", "a6", "a7", "a8", "a9");
        List<Page> elsewhere = readAll(reading(SOURCE), first.next(), 4);
        assertThat(ids(elsewhere)).isEqualTo(ids(rest));
        assertThat(ids(readAll(connector, rest.getLast().next(), 100)))
                .hasSize(10)
                .contains("b0");
    }

    @Test
    void aFileOfMoreThanAMegabyteIsReadWhole() {
        commit(rows("a", 200_000));

        List<Page> pages = readAll(reading(SOURCE), Cursor.BEGINNING, 1_000);

        assertThat(ids(pages)).hasSize(200_000);
        assertThat(github.counts().calls()).isEqualTo(2);
    }

    @Test
    void aCommitOfAnotherFileOrBranchIsNoChange() {
        commit(rows("a", 1));
        FilesConnector connector = reading(SOURCE);
        Page page = read(connector, Cursor.BEGINNING, 10);

        commit(Map.of("path", "README.md", "content", "x"));
        commit(Map.of("branch", "next", "content", rows("n", 1)));

        assertThat(read(connector, page.next(), 10).records()).isEmpty();
        assertThat(ids(readAll(reading(SOURCE.replace("@main", "@next")), Cursor.BEGINNING, 10)))
                .containsExactly("n0");
    }

    @Test
    void anHourThatIsUsedWaitsForItsReset() {
        commit(rows("a", 1));
        github.plan(new AccountPlan(0, 1, 1));

        ConnectorException limited = failure(SOURCE);

        assertThat(limited.kind()).isEqualTo(ErrorKind.RATE_LIMITED);
        assertThat(limited.retryAfter().orElseThrow()).isBetween(Duration.ofMinutes(55), Duration.ofHours(1));
    }

    @Test
    void aSecondaryLimitWaitsAsLongAsItSays() {
        commit(rows("a", 1));
        github.faults().queue(new Fault.LimitError(Duration.ofSeconds(7)));

        ConnectorException limited = failure(SOURCE);

        assertThat(limited.kind()).isEqualTo(ErrorKind.RATE_LIMITED);
        assertThat(limited.retryAfter()).contains(Duration.ofSeconds(7));
    }

    @Test
    void whatIsWrongIsSaidByWhatToDo() {
        commit(rows("a", 1));

        assertThat(failure("github:acme/other/data/contacts.csv")).hasMessageContaining("its setting SOURCE");
        assertThat(failure("github:acme/customers/nothing.csv").code()).isEqualTo("NO_FILE");
        assertThat(failure(SOURCE.replace("@main", "@nowhere")).kind()).isEqualTo(ErrorKind.ACCOUNT_REFUSED);
        token = "wrong";
        assertThat(failure(SOURCE))
                .hasMessageContaining("its setting GITHUB_API_TOKEN")
                .hasMessageNotContaining("wrong");
        assertThat(reading(SOURCE).check(List.of("contacts"), scope()).isGood()).isFalse();
    }

    @Test
    void withoutATokenTheQuotaIsSmall() {
        commit(rows("a", 1));
        token = "";

        assertThat(reading(SOURCE).capabilities().quota().windows().getFirst().limit())
                .isEqualTo(60);
        assertThat(ids(readAll(reading(SOURCE), Cursor.BEGINNING, 10))).containsExactly("a0");
    }

    @Test
    void aCheckReadsTheColumnsAndChangesNothing() {
        commit(rows("a", 1));

        assertThat(reading(SOURCE).check(List.of("contacts"), scope()).isGood()).isTrue();
        assertThat(reading(SOURCE).describe("contacts", scope()).fields())
                .extracting(field -> field.name())
                .containsExactly("id", "name");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "commit:abc",
                "commit:../../x",
                "files:",
                "commit:0123456789012345678901234567890123456789@-1,2",
                "commit:0123456789012345678901234567890123456789@1"
            })
    void aCursorThatIsNoneIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> read(reading(SOURCE), new Cursor(text), 10));
        assertThat(github.counts().calls()).isZero();
    }

    private ConnectorException failure(String source) {
        FilesConnector connector = reading(source);
        ConnectorException failure =
                catchThrowableOfType(ConnectorException.class, () -> read(connector, Cursor.BEGINNING, 10));
        assertThat(failure).isNotNull();
        return failure;
    }

    private String commit(String content) {
        return commit(Map.of("content", content));
    }

    private String commit(Map<String, String> change) {
        Map<String, String> commit = new HashMap<>(Map.of("repo", "acme/customers", "path", "data/contacts.csv"));
        commit.putAll(change);
        return github.store()
                .create(GitHubSystem.COMMIT, commit, Arrival.ANSWERED)
                .id();
    }

    private static String rows(String prefix, int count) {
        return "id,name\n"
                + IntStream.range(0, count)
                        .mapToObj(i -> prefix + i + ",Name\n")
                        .collect(Collectors.joining());
    }
}
