package io.campanile.edge.tls;

import io.campanile.settings.SettingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What the files of a port held when they were read; equal as long as nothing changes. {@code clientCa} may be null. */
record PemFiles(String certificate, String key, String clientCa) {

    /** @throws SettingException naming the property whose file cannot be read */
    static PemFiles read(TlsSettings settings) {
        return new PemFiles(
                text(settings, TlsSettings.CERTIFICATE, settings.certificate()),
                text(settings, TlsSettings.KEY, settings.key()),
                settings.clientCa() == null ? null : text(settings, TlsSettings.CLIENT_CA, settings.clientCa()));
    }

    private static String text(TlsSettings settings, String name, Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            String why = e instanceof NoSuchFileException ? "no such file" : e.getMessage();
            throw new SettingException(settings.property(name) + ": cannot read " + file + " (" + why + "): name a PEM file that this user may read", e);
        }
    }

    /** Never the key. */
    @Override
    public String toString() {
        return "PemFiles";
    }
}
