package io.campanile.store.password;

import io.campanile.settings.SettingException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** The file {@code <data.dir>/admin-password}: made once, readable by its owner only, reused at later starts (PROTOCOL 3). */
final class AdminPasswordFile {

    private static final int PASSWORD_BYTES = 18;

    private final Path path;

    AdminPasswordFile(Path directory) {
        this.path = directory.resolve("admin-password");
    }

    Path path() {
        return path;
    }

    boolean exists() {
        return Files.exists(path);
    }

    /**
     * @return the password in the file, which is made when it is missing
     * @throws SettingException one line that says what to do
     */
    String readOrMake() {
        try {
            if (Files.notExists(path)) {
                make();
            }
            String password = Files.readString(path).strip();
            if (password.isEmpty()) {
                throw new SettingException(path + " is empty: write the admin's password into it, or delete it "
                        + "and a new one is made");
            }
            return password;
        } catch (IOException e) {
            throw new SettingException("cannot keep the admin's password in " + path + " (" + e
                    + "): let this user read and write it, or set auth.admin.password", e);
        }
    }

    /** Written beside and renamed, so that no crash leaves half a file, and made private before its first byte. */
    private void make() throws IOException {
        Files.createDirectories(path.getParent());
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        Path beside = Files.createTempFile(path.getParent(), "admin-password", ".new", ownerOnly());
        Files.writeString(beside, Base64.getUrlEncoder().encodeToString(random) + "\n");
        Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE);
    }

    private FileAttribute<?>[] ownerOnly() {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))}
                : new FileAttribute<?>[0];
    }
}
