package io.campanile.bench.hostile;

import static io.campanile.bench.hostile.Attack.quick;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tokens that are not good (PROTOCOL 3; RFC 8725), each made of a good one: over WebSocket, over a login, over REST. */
final class TokenAttacks {

    private TokenAttacks() {
    }

    /** @param revoked a token that was good */
    static List<Attack> all(Target target, String revoked) {
        List<Attack> attacks = new ArrayList<>();
        attacks.add(attack("a revoked token", revoked));
        String[] parts = target.token().split("\\.");
        String header = decode(parts[0]);
        String claims = decode(parts[1]);
        String unsigned = encode(header.replace("HS256", "none")) + "." + parts[1] + ".";
        attacks.add(attack("a token with alg none", unsigned));
        attacks.add(attack("a token with alg none and a signature", unsigned + parts[2]));
        attacks.add(attack("a token that names another algorithm", encode(header.replace("HS256", "RS256")) + "." + parts[1] + "." + parts[2]));
        attacks.add(attack("a token for another subject", parts[0] + "." + encode(claims.replace("\"admin\"", "\"root\"")) + "." + parts[2]));
        attacks.add(attack("a token signed with the empty key's stand-in", sign(header, claims, new byte[32])));
        attacks.add(attack("a token signed with its own key id", sign(header, claims, header.getBytes(UTF_8))));
        attacks.add(attack("a token of rubbish", "x".repeat(6_000)));
        if (target.tokenKey() != null) {
            byte[] key = target.tokenKey();
            Unexpected.unless("our own signature", target.token(), sign(header, claims, key));
            String fresh = claims.replaceAll("\"jti\":\"[^\"]+\"", "\"jti\":\"" + UUID.randomUUID() + "\"");
            attacks.add(attack("an expired token", sign(header, fresh.replaceAll("\"exp\":\\d+", "\"exp\":1700000000"), key)));
            attacks.add(attack("a token for another audience", sign(header, fresh.replaceAll("\"aud\":\"[^\"]+\"", "\"aud\":\"carillon\""), key)));
            attacks.add(attack("a token of another issuer", sign(header, fresh.replaceAll("\"iss\":\"[^\"]+\"", "\"iss\":\"carillon\""), key)));
            attacks.add(attack("a token without an end", sign(header, fresh.replaceAll("\"exp\":\\d+,?", "").replace(",}", "}"), key)));
        }
        return attacks;
    }

    private static Attack attack(String name, String token) {
        return quick(name, (target, from) -> present(target, from, token));
    }

    private static void present(Target target, String from, String token) throws IOException {
        try (RawSocket socket = RawSocket.open(target, from, "Authorization: Bearer " + token)) {
            Unexpected.unless("the close code for the header", 3000, socket.closeCode());
        }
        try (RawSocket socket = RawSocket.open(target, from, "Sec-WebSocket-Protocol: campanile.v1, bearer." + token)) {
            Unexpected.unless("the close code for the subprotocol", 3000, socket.closeCode());
        }
        try (RawSocket socket = RawSocket.open(target, from)) {
            socket.text("{\"service\":\"/api/user/login\",\"request_id\":\"1\",\"values\":{\"token\":\"" + token + "\"}}");
            Unexpected.unless("the answer to the login", true, socket.answer().contains("\"code\":401"));
        }
        try (RawSocket socket = new RawSocket(target, from)) {
            socket.write("GET /api/v1/devices HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token + "\r\n\r\n");
            Unexpected.unless("REST", 401, socket.status());
        }
    }

    private static String sign(String header, String claims, byte[] key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            String content = encode(header) + "." + encode(claims);
            return content + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(content.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    private static String encode(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(UTF_8));
    }

    private static String decode(String part) {
        return new String(Base64.getUrlDecoder().decode(part), UTF_8);
    }
}
