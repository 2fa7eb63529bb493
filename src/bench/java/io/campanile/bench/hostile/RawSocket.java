package io.campanile.bench.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;

/** HTTP and WebSocket by hand: libraries are too decent for what is sent here. Reads wait no longer than 20 s. */
final class RawSocket implements AutoCloseable {

    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CONTINUATION = 0;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final int PATIENCE_MS = 20_000;
    /** Small, so that a client that does not read has its buffers full soon. */
    private static final int RECEIVE_BUFFER = 64 * 1024;
    private static final int MASKED = 0x80;
    private static final int FINAL = 0x80;

    /** A frame as it came. */
    record Frame(int opcode, byte[] payload) {
        String text() {
            return new String(payload, UTF_8);
        }

        int closeCode() {
            return ByteBuffer.wrap(payload).getShort() & 0xFFFF;
        }
    }

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final OutputStream out;

    /** @param from the address of this machine that it comes from */
    RawSocket(Target target, String from) throws IOException {
        socket.setReceiveBufferSize(RECEIVE_BUFFER);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MS);
        socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
        socket.connect(new InetSocketAddress("127.0.0.1", target.httpPort()));
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        out = socket.getOutputStream();
    }

    /** An open WebSocket. */
    static RawSocket open(Target target, String from, String... headers) throws IOException {
        return open("/ws", target, from, headers);
    }

    static RawSocket open(String uri, Target target, String from, String... headers) throws IOException {
        RawSocket socket = new RawSocket(target, from);
        try {
            Unexpected.unless("the answer to the handshake", 101, socket.shake(uri, headers));
            return socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /** @return the status of the answer to the handshake */
    int shake(String uri, String... headers) throws IOException {
        write(handshake(uri, headers));
        return status();
    }

    static String handshake(String uri, String... headers) {
        return "GET " + uri + " HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + String.join("", java.util.Arrays.stream(headers).map(header -> header + "\r\n").toList()) + "\r\n";
    }

    void write(String text) throws IOException {
        write(text.getBytes(ISO_8859_1));
    }

    void write(byte[] bytes) throws IOException {
        out.write(bytes);
    }

    /** Reads the head of an answer, and leaves the rest. */
    int status() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("closed after '" + head + "'");
            }
            head.append((char) next);
        }
        return Integer.parseInt(head.substring(9, 12));
    }

    void text(String json) throws IOException {
        frame(TEXT, true, json.getBytes(UTF_8));
    }

    void frame(int opcode, boolean last, byte[] payload) throws IOException {
        write(encode(opcode, last, payload));
    }

    /** Masked, as a client must, with zeros. */
    static byte[] encode(int opcode, boolean last, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 14).put((byte) ((last ? FINAL : 0) | opcode));
        if (payload.length < 126) {
            frame.put((byte) (MASKED | payload.length));
        } else if (payload.length < 1 << 16) {
            frame.put((byte) (MASKED | 126)).putShort((short) payload.length);
        } else {
            frame.put((byte) (MASKED | 127)).putLong(payload.length);
        }
        frame.putInt(0).put(payload).flip();
        byte[] bytes = new byte[frame.remaining()];
        frame.get(bytes);
        return bytes;
    }

    Frame read() throws IOException {
        int opcode = in.readUnsignedByte() & 0x0F;
        long length = in.readUnsignedByte() & 0x7F;
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        byte[] payload = new byte[(int) length];
        in.readFully(payload);
        return new Frame(opcode, payload);
    }

    /** The next text frame. */
    String answer() throws IOException {
        Frame frame = read();
        while (frame.opcode() != TEXT) {
            if (frame.opcode() == CLOSE) {
                throw new Unexpected("closed with " + frame.closeCode());
            }
            frame = read();
        }
        return frame.text();
    }

    /** Reads to the close frame, and to the end of TCP behind it. */
    int closeCode() throws IOException {
        Frame frame = read();
        while (frame.opcode() != CLOSE) {
            frame = read();
        }
        frame(CLOSE, true, frame.payload());
        awaitEnd();
        return frame.closeCode();
    }

    /** @throws IOException when it is still open after 20 s */
    void awaitEnd() throws IOException {
        try {
            byte[] rest = new byte[RECEIVE_BUFFER];
            while (in.read(rest) >= 0) {
                // what was still on its way
            }
        } catch (java.net.SocketTimeoutException e) {
            throw new Unexpected("still open after " + PATIENCE_MS + " ms");
        } catch (java.net.SocketException e) {
            // reset: closed too
        }
    }

    /** Resets the connection, so that its port is free again at once. */
    void abort() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
