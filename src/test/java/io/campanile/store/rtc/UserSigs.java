package io.campanile.store.rtc;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;
import java.util.zip.InflaterInputStream;

/** Reads a UserSig as the provider does: two of them mean the same when they say the same, however they were compressed. */
final class UserSigs {

    private UserSigs() {
    }

    static Map<String, Object> read(String userSig) throws IOException {
        byte[] zlib = Base64.getDecoder().decode(userSig.replace('*', '+').replace('-', '/').replace('_', '='));
        return new ObjectMapper().readValue(new InflaterInputStream(new ByteArrayInputStream(zlib)), new TypeReference<>() {
        });
    }
}
