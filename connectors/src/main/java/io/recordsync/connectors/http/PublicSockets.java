package io.recordsync.connectors.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import javax.net.SocketFactory;

/**
 * Sockets that connect to public addresses only. The check is made of the address that is connected to, at each connection: a name that
 * resolves to another address later (DNS rebinding), or an address that is written out, passes it no more than any.
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
        return new UnsupportedOperationException("sockets come unconnected");
    }

    /** Nothing was sent: the address is one of a private network, of this machine, or of no use. */
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
