package io.campanile.flow.notification;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/**
 * The service account by which we send through FCM, as Google's key file describes it. Immutable.
 *
 * @param tokenUri who issues its access tokens
 */
public record FcmAccount(String projectId, String email, String keyId, PrivateKey key, String tokenUri) {

    /** @throws IOException when the file cannot be read or is no key file; the text does not tell the key */
    public static FcmAccount read(Path file, ObjectMapper json) throws IOException {
        JsonNode fields = json.readTree(file.toFile());
        return new FcmAccount(text(fields, "project_id"), text(fields, "client_email"), text(fields, "private_key_id"),
                key(text(fields, "private_key")), text(fields, "token_uri"));
    }

    private static String text(JsonNode fields, String name) throws IOException {
        if (fields == null || !fields.path(name).isTextual()) {
            throw new IOException("no " + name + " is in it");
        }
        return fields.get(name).textValue();
    }

    private static PrivateKey key(String pem) throws IOException {
        String base64 = pem.replaceAll("-----(BEGIN|END) PRIVATE KEY-----|\\s", "");
        try {
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException("its private_key is no RSA key in PKCS#8", e);
        }
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "FcmAccount[" + email + ", " + projectId + "]";
    }
}
