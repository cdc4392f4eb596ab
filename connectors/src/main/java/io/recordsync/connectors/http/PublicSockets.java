package io.recordsync.connectors.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import javax.net.SocketFactory;

/**
 * Sockets that connect to public addresses only. The address is checked on each connection, after the name has been
 * resolved. So neither a name that resolves to another address later (DNS rebinding) nor an address given as a number
 * can avoid the check.
 */
final class PublicSockets extends SocketFactory {

    @Override
    public Socket createSocket() throws IOException {
        Socket socket = new PublicSocket();
        socket.setTcpNoDelay(true);
        return socket;
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw connected();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw connected();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw connected();
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
        throw connected();
    }

    private static UnsupportedOperationException connected() {
        return new UnsupportedOperationException("only unconnected sockets can be created");
    }

    /** Nothing was sent, because the address belongs to a private network or to this machine, or cannot be used. */
    static final class PrivateAddressException extends IOException {

        private static final long serialVersionUID = 1L;
    }

    private static final class PublicSocket extends Socket {

        @Override
        public void connect(SocketAddress endpoint, int timeout) throws IOException {
            boolean known = endpoint instanceof InetSocketAddress address && PublicAddress.is(address.getAddress());
            if (!known) {
                throw new PrivateAddressException();
            }
            super.connect(endpoint, timeout);
        }
    }
}
