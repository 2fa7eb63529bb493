package io.campanile.store.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * One key for HS256, ready for use.
 *
 * @param number    grows from key to key, from 1
 * @param id        the {@code kid}, a function of the key
 * @param signsFrom ms
 */
record TokenKey(int number, String id, JWSSigner signer, JWSVerifier verifier, long createdAt, long signsFrom) {

    private static final int ID_BYTES = 4;

    /** @param secret at least 256 bits (RFC 7518 section 3.2) */
    static TokenKey of(int number, String secret, long createdAt, long signsFrom) {
        byte[] key = secret.getBytes(StandardCharsets.UTF_8);
        try {
            String id = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key), 0, ID_BYTES);
            return new TokenKey(number, id, new MACSigner(key), new MACVerifier(key), createdAt, signsFrom);
        } catch (JOSEException | NoSuchAlgorithmException e) {
            throw new IllegalArgumentException("the key that signs tokens must have at least 256 bits", e);
        }
    }
}
