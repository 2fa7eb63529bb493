package io.campanile.bench.system;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;

/** An external issuer of tokens (PROTOCOL 3): thousands of users are known by it at once, where each password would cost a core. Thread-safe. */
public final class Issuer implements AutoCloseable {

    private static final String NAME = "https://issuer.bench";
    private static final Duration LIFETIME = Duration.ofHours(2);

    private final RSAKey key;
    private final HttpServer server;

    public Issuer() throws IOException, JOSEException {
        key = new RSAKeyGenerator(2_048).keyID("bench").generate();
        byte[] keys = new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, keys.length);
            exchange.getResponseBody().write(keys);
            exchange.close();
        });
        server.start();
    }

    /** With which a node takes its tokens. */
    public Map<String, String> settings() {
        return Map.of("auth.jwks-url", "http://127.0.0.1:" + server.getAddress().getPort() + "/keys", "auth.issuer", NAME);
    }

    /** For a user with the role {@code user}. */
    public String token(String userId) throws JOSEException {
        SignedJWT token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), new JWTClaimsSet.Builder()
                .issuer(NAME).subject(userId).audience("campanile").claim("roles", List.of("user")).jwtID(userId)
                .expirationTime(new Date(System.currentTimeMillis() + LIFETIME.toMillis())).build());
        token.sign(new RSASSASigner(key));
        return token.serialize();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
