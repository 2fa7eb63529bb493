package io.campanile.edge.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import javax.net.SocketFactory;

/** One side of a dialogue: says lines and hears lines, in order. */
final class LineClient implements AutoCloseable {

    private static final int PATIENCE_MS = 10_000;

    private final Socket socket;
    private final BufferedReader in;

    LineClient(SocketFactory sockets, int port) {
        try {
            socket = sockets.createSocket();
            // Small, so that it shows soon when nobody reads
            socket.setReceiveBufferSize(8_192);
            socket.connect(new InetSocketAddress("127.0.0.1", port));
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MS);
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    LineClient says(String line) {
        return sends((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    LineClient sends(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    LineClient hears(String line) {
        assertThat(next()).isEqualTo(line);
        return this;
    }

    LineClient hearsWhatBeginsWith(String beginning) {
        assertThat(next()).startsWith(beginning);
        return this;
    }

    /** That the gateway has closed the connection, and said nothing more. */
    void hearsTheEnd() {
        assertThat(next()).as("the end").isNull();
    }

    /** @return null at the end */
    String next() {
        try {
            return in.readLine();
        } catch (SocketException e) {
            // Closed while we were still sending
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
