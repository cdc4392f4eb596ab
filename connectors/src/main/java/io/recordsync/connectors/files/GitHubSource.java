package io.recordsync.connectors.files;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.Cursor;
import io.recordsync.connectors.Page;
import io.recordsync.connectors.Quota;
import io.recordsync.connectors.Read;
import io.recordsync.connectors.http.VendorHttp;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/**
 * A file in a repository at GitHub. The cursor is a commit: a read goes through the file's content at one commit, and
 * then looks for a newer commit.
 */
final class GitHubSource implements Source {

    private static final String MARK = "commit";

    private final FilesSettings settings;
    private final String source;
    private final GitHubApi api;
    private final Spool spool = new Spool();

    GitHubSource(FilesSettings settings, String source, VendorHttp http, InstantSource clock) {
        this.settings = settings;
        this.source = source;
        this.api = new GitHubApi(settings, http, clock);
    }

    @Override
    public Quota quota() {
        return api.quota();
    }

    @Override
    public Page read(Read read, CallScope scope) {
        RemoteCursor from = RemoteCursor.of(read.from(), MARK, GitHubApi.COMMIT);
        GitHubFile file = file(read.object());
        boolean inTheMidst = from.version().isPresent() && from.position().isPresent();
        String commit = inTheMidst ? from.version().get() : api.newestCommit(file, scope);
        if (from.isDone(commit)) {
            return new Page(List.of(), read.from(), true);
        }
        RowPage page = new RowPage(settings, read, read.limit());
        RowPage.Progress progress =
                Source.open(fetched(file, commit, scope), open -> page.add(open, file.name(), from.in(commit)));
        Cursor next = RemoteCursor.cursor(MARK, commit, progress);
        return new Page(page.records(), next, progress.end(), page.unreadable());
    }

    @Override
    public List<String> columns(String object, CallScope scope) {
        GitHubFile file = file(object);
        Path fetched = fetched(file, api.newestCommit(file, scope), scope);
        return Source.open(fetched, open -> RowPage.columns(open, file.name(), settings.encoding()));
    }

    private Path fetched(GitHubFile file, String commit, CallScope scope) {
        return spool.find(file.toString(), commit).orElseGet(() -> fetch(file, commit, scope));
    }

    private Path fetch(GitHubFile file, String commit, CallScope scope) {
        Spool.Filled filled = spool.fill(into -> api.download(file, commit, into, scope));
        spool.keep(file.toString(), commit, filled.file());
        return filled.file();
    }

    private GitHubFile file(String object) {
        return GitHubFile.of(FileNames.named(source, object));
    }

    @Override
    public void close() {
        spool.close();
    }
}
