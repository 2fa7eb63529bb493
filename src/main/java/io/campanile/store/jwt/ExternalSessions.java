package io.campanile.store.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.Ids;
import io.campanile.domain.session.Principal;
import io.campanile.domain.session.Revocations;
import io.campanile.domain.session.Role;
import io.campanile.domain.session.Session;
import io.campanile.domain.session.Sessions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.time.Clock;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Takes the tokens of an external issuer besides our own (PROTOCOL 3): RS256 and ES256, by its keys. The algorithm decides
 * whose token it is, and each side knows its own algorithms only, so a public key is never taken for a secret (RFC 8725
 * section 2.1). Such a token's roles are what it says; ones that we do not know mean nothing here, and none at all means
 * {@code user}. Thread-safe.
 */
public final class ExternalSessions implements Sessions {

    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256);
    private static final String TOKEN_ID_PREFIX = "external:";
    private static final long SKEW_MS = 60_000;

    private final Sessions own;
    private final IssuerKeys keys;
    private final String issuer;
    private final Revocations revocations;
    private final Clock clock;

    /** @param issuer what {@code iss} must be */
    public ExternalSessions(Sessions own, IssuerKeys keys, String issuer, Revocations revocations, Clock clock) {
        this.own = own;
        this.keys = keys;
        this.issuer = issuer;
        this.revocations = revocations;
        this.clock = clock;
    }

    @Override
    public Session signIn(String username, String password) {
        return own.signIn(username, password);
    }

    @Override
    public Principal verify(String token) {
        if (!isExternal(token)) {
            return own.verify(token);
        }
        Principal principal = read(token);
        if (clock.millis() >= principal.expiresAt()) {
            throw new CodedException(ErrorCode.UNAUTHENTICATED, "the token has expired");
        }
        if (revocations.revoked(principal)) {
            throw new CodedException(ErrorCode.UNAUTHENTICATED, "the token was revoked");
        }
        return principal;
    }

    /**
     * Only for our own: a token of ours has the roles of the account of that name, which the issuer did not grant.
     *
     * @throws CodedException 409 for an external one
     */
    @Override
    public Session refresh(String token) {
        if (isExternal(token)) {
            throw new CodedException(ErrorCode.CONFLICT, "an external token is extended by its issuer: log in with the new one");
        }
        return own.refresh(token);
    }

    @Override
    public void revoke(Principal principal) {
        own.revoke(principal);
    }

    private static boolean isExternal(String token) {
        try {
            return token != null && ALGORITHMS.contains(SignedJWT.parse(token).getHeader().getAlgorithm());
        } catch (ParseException | IllegalArgumentException e) {
            return false;
        }
    }

    private Principal read(String text) {
        try {
            SignedJWT token = SignedJWT.parse(text);
            JWSVerifier verifier = keys.verifier(token.getHeader()).orElseThrow(ExternalSessions::refused);
            if (!token.verify(verifier)) {
                throw refused();
            }
            JWTClaimsSet claims = token.getJWTClaimsSet();
            boolean early = claims.getNotBeforeTime() != null && claims.getNotBeforeTime().getTime() > clock.millis() + SKEW_MS;
            if (!issuer.equals(claims.getIssuer()) || !claims.getAudience().contains(TokenFormat.AUDIENCE) || early
                    || !Ids.wellFormed(claims.getSubject()) || claims.getExpirationTime() == null) {
                throw refused();
            }
            return Principal.user(claims.getSubject(), roles(claims.getStringListClaim("roles")),
                    TOKEN_ID_PREFIX + tokenId(token, claims), claims.getExpirationTime().getTime(), Long.MAX_VALUE);
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            throw refused();
        }
    }

    /** Where there is no {@code jti}: what was signed; never the signature, of which others may be good as well. */
    private static String tokenId(SignedJWT token, JWTClaimsSet claims) {
        if (claims.getJWTID() != null) {
            return claims.getJWTID();
        }
        try {
            Base64URL payload = token.getPayload().toBase64URL();
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(payload.decode()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static Set<Role> roles(List<String> names) {
        return names == null ? Set.of(Role.USER)
                : Arrays.stream(Role.values()).filter(role -> names.contains(role.wireName())).collect(Collectors.toUnmodifiableSet());
    }

    private static CodedException refused() {
        return new CodedException(ErrorCode.UNAUTHENTICATED, "the token is not valid");
    }
}
