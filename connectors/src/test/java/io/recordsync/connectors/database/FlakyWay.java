package io.recordsync.connectors.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The way to a server, on which the answer to the next commit can be lost. */
final class FlakyWay implements AutoCloseable {

    /** What becomes of the answer to a commit, which the server has carried out. */
    enum Answer {
        ARRIVES,
        IS_LOST,
        NEVER_COMES
    }

    private static final Pattern PREPARED = Pattern.compile("(S_\\d+\0)COMMIT");

    private final ServerSocket entry;
    private final int port;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private volatile Answer toCommit = Answer.ARRIVES;

    /** @param port the server's, on this machine */
    FlakyWay(int port) {
        this.port = port;
        try {
            entry = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return entry.getLocalPort();
    }

    /** Of the commits from now on. */
    void answerToCommit(Answer answer) {
        toCommit = answer;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = entry.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
                open.addAll(List.of(client, server));
                new Pair(client, server).start();
            }
        } catch (IOException e) {
            close();
        }
    }

    @Override
    public void close() {
        open.forEach(FlakyWay::close);
        try {
            entry.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class Pair {

        private final Socket client;
        private final Socket server;
        private volatile boolean committing;
        private volatile String commit = "COMMIT";

        Pair(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void start() {
            Thread.ofVirtual().start(() -> pass(client, server, true));
            Thread.ofVirtual().start(() -> pass(server, client, false));
        }

        private void pass(Socket from, Socket to, boolean asks) {
            byte[] buffer = new byte[8192];
            try (InputStream in = from.getInputStream();
                    OutputStream out = to.getOutputStream()) {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    committing |= asks && isCommit(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
                    if (!asks && committing && toCommit != Answer.ARRIVES) {
                        lose();
                        return;
                    }
                    committing &= asks;
                    out.write(buffer, 0, read);
                    out.flush();
                }
            } catch (IOException e) {
                FlakyWay.close(client);
                FlakyWay.close(server);
            }
        }

        private void lose() throws IOException {
            if (toCommit == Answer.IS_LOST) {
                client.close();
            } else {
                server.getInputStream().transferTo(OutputStream.nullOutputStream());
            }
        }

        /** PostgreSQL's driver prepares the statement at the first commit, and names it from then on. */
        private boolean isCommit(String text) {
            Matcher prepared = PREPARED.matcher(text);
            if (prepared.find()) {
                commit = prepared.group(1);
            }
            return text.contains(commit);
        }
    }
}
