package io.campanile.flow.notification;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

/**
 * Our right to send through FCM: an access token, asked for with an assertion signed by the service account (RFC 7523) and
 * kept until shortly before its end. Thread-safe; who asks first blocks until the issuer has answered, the others wait.
 */
public final class FcmAccess {

    private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private static final String SCOPE = "https://www.googleapis.com/auth/firebase.messaging";
    private static final Duration ASSERTION = Duration.ofMinutes(10);
    /** A token that ends within this time is not used any more. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private final FcmAccount account;
    private final ObjectMapper json;
    private final Clock clock;
    private final Duration patience;
    private final HttpClient http;
    private String token;
    private Instant endsAt = Instant.EPOCH;

    /** @param patience how long the issuer of tokens may take */
    public FcmAccess(FcmAccount account, Duration patience, ObjectMapper json, Clock clock) {
        this.account = account;
        this.patience = patience;
        this.json = json;
        this.clock = clock;
        http = HttpClient.newBuilder().connectTimeout(patience).build();
    }

    /** @throws CodedException 503 when none is to be had now */
    synchronized String token() {
        if (clock.instant().isAfter(endsAt.minus(MARGIN))) {
            ask();
        }
        return token;
    }

    /** The vendor refused this one; one that was got since stays. */
    synchronized void refused(String refused) {
        if (refused.equals(token)) {
            endsAt = Instant.EPOCH;
        }
    }

    private void ask() {
        try {
            String form = "grant_type=" + URLEncoder.encode(GRANT, StandardCharsets.UTF_8) + "&assertion=" + assertion();
            HttpResponse<byte[]> answer = http.send(HttpRequest.newBuilder(URI.create(account.tokenUri())).timeout(patience)
                    .header("Content-Type", "application/x-www-form-urlencoded").POST(BodyPublishers.ofString(form)).build(), BodyHandlers.ofByteArray());
            JsonNode fields = answer.statusCode() == 200 ? json.readTree(answer.body()) : null;
            if (fields == null || !fields.path("access_token").isTextual()) {
                throw unavailable("status " + answer.statusCode());
            }
            token = fields.get("access_token").textValue();
            endsAt = clock.instant().plusSeconds(fields.path("expires_in").asLong());
        } catch (IOException e) {
            throw unavailable(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("interrupted");
        }
    }

    private String assertion() {
        Instant now = clock.instant();
        SignedJWT assertion = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(account.keyId()).build(),
                new JWTClaimsSet.Builder().issuer(account.email()).audience(account.tokenUri()).claim("scope", SCOPE)
                        .issueTime(Date.from(now)).expirationTime(Date.from(now.plus(ASSERTION))).build());
        try {
            assertion.sign(new RSASSASigner(account.key()));
        } catch (JOSEException e) {
            throw new IllegalStateException("the key of the FCM service account cannot sign", e);
        }
        return assertion.serialize();
    }

    private CodedException unavailable(String why) {
        return new CodedException(ErrorCode.UNAVAILABLE, "no access token from " + account.tokenUri() + ": " + why);
    }
}
