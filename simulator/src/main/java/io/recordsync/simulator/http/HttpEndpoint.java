package io.recordsync.simulator.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP server on the loopback interface, with or without TLS. Each request runs on its own virtual thread, so a
 * responder may block. Bodies over 10 MB are answered with 413, request heads over 16 KB with 431.
 */
public final class HttpEndpoint implements AutoCloseable {

    private static final String LOOPBACK = "127.0.0.1";
    private static final int MAX_BODY_BYTES = 10 * 1024 * 1024;
    private static final int MAX_HEAD_BYTES = 16 * 1024;

    private final String name;
    private final Server server;
    private final ServerConnector connector;
    private final String scheme;

    private HttpEndpoint(String name, Port port, Responder responder) {
        this.name = name;
        scheme = port.tls() == null ? "http" : "https";
        QueuedThreadPool threads = new QueuedThreadPool();
        threads.setName(name + "-simulator");
        threads.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server = new Server(threads);
        server.setStopTimeout(0);
        server.setHandler(new Exchange(scheme, responder));
        connector = connector(server, port.tls());
        connector.setHost(LOOPBACK);
        connector.setPort(port.number());
        connector.setIdleTimeout(300_000);
        server.addConnector(connector);
    }

    /**
     * The port to listen on.
     *
     * @param number 0 for any free one
     * @param tls with the server's certificate; null for plain HTTP
     */
    public record Port(int number, @Nullable SSLContext tls) {}

    /**
     * Starts a server.
     *
     * @throws UncheckedIOException with one clear sentence when the port is taken
     */
    public static HttpEndpoint start(String name, Port port, Responder responder) {
        HttpEndpoint endpoint = new HttpEndpoint(name, port, responder);
        endpoint.run("start", endpoint.server::start);
        endpoint.connector.setPort(endpoint.connector.getLocalPort());
        return endpoint;
    }

    private static ServerConnector connector(Server server, @Nullable SSLContext tls) {
        HttpConnectionFactory http = new HttpConnectionFactory(httpConfiguration());
        if (tls == null) {
            return new Listener(server, http);
        }
        SslContextFactory.Server secure = new SslContextFactory.Server();
        secure.setSslContext(tls);
        return new Listener(server, AbstractConnectionFactory.getFactories(secure, http));
    }

    private static HttpConfiguration httpConfiguration() {
        HttpConfiguration configuration = new HttpConfiguration();
        // External ids may contain encoded slashes and similar characters.
        configuration.setUriCompliance(UriCompliance.UNSAFE);
        configuration.setRequestHeaderSize(MAX_HEAD_BYTES);
        configuration.setSendServerVersion(false);
        return configuration;
    }

    public int port() {
        return connector.getPort();
    }

    public String baseUrl() {
        return scheme + "://" + LOOPBACK + ":" + port();
    }

    /**
     * Refuses connections and breaks the open ones, until {@link #up()}. Another process can take the port in the
     * meantime.
     */
    public void down() {
        run("stop", connector::stop);
    }

    /** Accepts connections again, on the same port. */
    public void up() {
        run("start", connector::start);
    }

    @Override
    public void close() {
        run("stop", server::stop);
    }

    private void run(String action, Step step) {
        try {
            step.run();
        } catch (Exception e) {
            throw new UncheckedIOException(failure(action, e), new IOException(e));
        }
    }

    private String failure(String action, Exception e) {
        boolean taken = e instanceof BindException || e.getCause() instanceof BindException;
        return taken
                ? "Port " + port() + " on " + LOOPBACK + " is in use. Choose another one for the " + name
                        + " simulator."
                : "The " + name + " simulator did not " + action + ": " + e;
    }

    private interface Step {
        void run() throws Exception;
    }

    /** Answers requests; called from many threads at once. */
    public interface Responder {
        ApiResult answer(ApiRequest request);
    }

    /**
     * Stops only when its port is free: the operating system keeps the port until the thread that accepts connections
     * has woken up.
     */
    private static final class Listener extends ServerConnector {

        private static final int ACCEPTING_THREADS = 1;
        private static final int USUAL_SELECTORS = -1;

        private final ReentrantLock accepting = new ReentrantLock();

        private Listener(Server server, ConnectionFactory... protocols) {
            super(server, ACCEPTING_THREADS, USUAL_SELECTORS, protocols);
        }

        @Override
        public void accept(int thread) throws IOException {
            accepting.lock();
            try {
                super.accept(thread);
            } finally {
                accepting.unlock();
            }
        }

        @Override
        protected void doStop() throws Exception {
            super.doStop();
            accepting.lock();
            accepting.unlock();
        }
    }

    private static final class Exchange extends Handler.Abstract {

        private final String scheme;
        private final Responder responder;

        private Exchange(String scheme, Responder responder) {
            this.scheme = scheme;
            this.responder = responder;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws IOException {
            switch (answer(request)) {
                case ApiReply reply -> send(reply, response, callback);
                case Disconnect disconnect -> disconnect(disconnect, request, callback);
            }
            return true;
        }

        private ApiResult answer(Request request) throws IOException {
            byte[] body;
            try (InputStream in = Request.asInputStream(request)) {
                body = in.readNBytes(MAX_BODY_BYTES + 1);
            }
            return body.length > MAX_BODY_BYTES ? ApiReply.empty(413) : responder.answer(read(request, body));
        }

        private static void send(ApiReply reply, Response response, Callback callback) {
            response.setStatus(reply.status());
            reply.headers().forEach(response.getHeaders()::put);
            if (!reply.body().isEmpty()) {
                response.getHeaders().put("Content-Type", reply.contentType());
            }
            response.write(true, ByteBuffer.wrap(reply.body().getBytes(StandardCharsets.UTF_8)), callback);
        }

        private static void disconnect(Disconnect disconnect, Request request, Callback callback) throws IOException {
            EndPoint connection =
                    unwrapped(request.getConnectionMetaData().getConnection().getEndPoint());
            if (disconnect.reset() && connection.getTransport() instanceof SocketChannel channel && channel.isOpen()) {
                // With a linger time of zero, a close is sent as a reset.
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
            connection.close();
            callback.succeeded();
        }

        /** The connection below the TLS layer. */
        private static EndPoint unwrapped(EndPoint connection) {
            return connection instanceof EndPoint.Wrapper wrapper ? wrapper.unwrap() : connection;
        }

        private ApiRequest read(Request request, byte[] body) {
            Map<String, String> headers = headers(request);
            return new ApiRequest(
                    scheme + "://" + headers.getOrDefault("host", LOOPBACK),
                    request.getMethod(),
                    UrlEncoding.segments(request.getHttpURI().getPath()),
                    parameters(Request.extractQueryParameters(request)),
                    headers,
                    new String(body, StandardCharsets.UTF_8));
        }

        private static Map<String, List<String>> parameters(Fields fields) {
            Map<String, List<String>> parameters = new HashMap<>();
            for (Fields.Field field : fields) {
                parameters.put(field.getName(), List.copyOf(field.getValues()));
            }
            return Map.copyOf(parameters);
        }

        private static Map<String, String> headers(Request request) {
            Map<String, String> headers = new HashMap<>();
            for (HttpField field : request.getHeaders()) {
                headers.putIfAbsent(field.getName().toLowerCase(Locale.ROOT), String.valueOf(field.getValue()));
            }
            return Map.copyOf(headers);
        }
    }
}
