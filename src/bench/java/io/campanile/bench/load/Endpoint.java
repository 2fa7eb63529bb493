package io.campanile.bench.load;

/**
 * Where WebSocket clients connect.
 *
 * @param path  may hold {@code %d}, for which the number of the connection is put
 * @param token for {@code Authorization: Bearer}; null sends none
 */
public record Endpoint(int port, String path, String token) {

    private static final String SOME_KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    /** @return the request for the upgrade (RFC 6455, 4.1); the key is always the same, for nobody here checks */
    String request(int number) {
        return "GET " + path.formatted(number) + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nUpgrade: websocket\r\n"
                + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + SOME_KEY + "\r\n"
                + (token == null ? "" : "Authorization: Bearer " + token + "\r\n") + "\r\n";
    }
}
