package io.campanile.store.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.Ids;
import io.campanile.domain.session.Principal;
import io.campanile.domain.session.Role;
import java.text.ParseException;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Writes and reads our own tokens: JWT (RFC 7519) signed with HS256, and nothing else. What a token says of its own
 * algorithm is compared, never followed (RFC 8725 section 3.1). Thread-safe.
 */
final class TokenFormat {

    static final String ISSUER = "campanile";
    static final String AUDIENCE = "campanile";

    private final KeyRing keys;

    TokenFormat(KeyRing keys) {
        this.keys = keys;
    }

    /** @param issuedAt in ms; a token knows whole seconds, so {@code expiresAt} of the principal must be one */
    String write(Principal principal, long issuedAt) {
        TokenKey key = keys.signing();
        SignedJWT token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(key.id()).build(),
                new JWTClaimsSet.Builder()
                        .issuer(ISSUER).subject(principal.id()).audience(AUDIENCE)
                        .claim("roles", principal.roles().stream().sorted().map(Role::wireName).toList())
                        .issueTime(new Date(issuedAt)).expirationTime(new Date(principal.expiresAt()))
                        .jwtID(principal.tokenId())
                        .build());
        try {
            token.sign(key.signer());
        } catch (JOSEException e) {
            throw new IllegalStateException("cannot sign a token", e);
        }
        return token.serialize();
    }

    /**
     * Reads a token that we signed and that is meant for us; whether it has expired is not looked at.
     *
     * @throws CodedException 401
     */
    Principal read(String text) {
        try {
            SignedJWT token = SignedJWT.parse(Objects.requireNonNullElse(text, ""));
            JWSHeader header = token.getHeader();
            TokenKey key = keys.find(header.getKeyID()).orElseThrow(TokenFormat::refused);
            if (!JWSAlgorithm.HS256.equals(header.getAlgorithm()) || !token.verify(key.verifier())) {
                throw refused();
            }
            JWTClaimsSet claims = token.getJWTClaimsSet();
            List<String> roles = claims.getStringListClaim("roles");
            if (!ISSUER.equals(claims.getIssuer()) || !claims.getAudience().contains(AUDIENCE) || roles == null
                    || !Ids.wellFormed(claims.getSubject()) || claims.getJWTID() == null
                    || claims.getExpirationTime() == null) {
                throw refused();
            }
            return Principal.user(claims.getSubject(), roles(roles), claims.getJWTID(),
                    claims.getExpirationTime().getTime(), generation(claims.getJWTID()));
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            throw refused();
        }
    }

    /** Our own {@code jti} is {@code <generation>.<uuid>}. */
    private static long generation(String tokenId) {
        int dot = tokenId.indexOf('.');
        return dot < 0 ? 0 : Long.parseLong(tokenId.substring(0, dot));
    }

    private static Set<Role> roles(List<String> names) {
        Set<Role> roles = new HashSet<>();
        names.forEach(name -> roles.add(Role.fromWire(name)));
        return Set.copyOf(roles);
    }

    private static CodedException refused() {
        return new CodedException(ErrorCode.UNAUTHENTICATED, "the token is not valid");
    }
}
