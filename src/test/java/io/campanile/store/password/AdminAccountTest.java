package io.campanile.store.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.campanile.domain.session.Account;
import io.campanile.domain.session.Accounts;
import io.campanile.domain.session.Passwords;
import io.campanile.domain.session.Role;
import io.campanile.fixture.PlainPasswords;
import io.campanile.settings.SettingException;
import io.campanile.store.sql.DatabaseFixture;
import io.campanile.store.sql.SqlAccounts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class AdminAccountTest {

    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();

    @TempDir
    private Path directory;
    private final Passwords passwords = new PlainPasswords();
    private Accounts accounts;
    private AdminAccount admin;

    @BeforeEach
    void open() {
        accounts = new SqlAccounts(DATABASE.dataSource(), Clock.systemUTC());
        admin = new AdminAccount(accounts, passwords, directory);
    }

    @Test
    void theSettingIsThePasswordAndMayChange() {
        assertThat(admin.ensure("first", true)).isEqualTo("as set by auth.admin.password");
        assertThat(signsIn("first")).isTrue();
        assertThat(accounts.find("admin").orElseThrow().roles()).containsExactly(Role.ADMIN);

        String hash = accounts.find("admin").orElseThrow().passwordHash();
        admin.ensure("first", true);
        assertThat(accounts.find("admin").orElseThrow().passwordHash()).as("nothing changed").isEqualTo(hash);

        admin.ensure("second", true);
        assertThat(signsIn("second")).isTrue();
        assertThat(signsIn("first")).isFalse();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void withoutASettingOneIsMadeThatOnlyItsOwnerCanRead() throws Exception {
        Path file = directory.resolve("admin-password");

        assertThat(admin.ensure("", true)).isEqualTo("in " + file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(signsIn(Files.readString(file).strip())).isTrue();
    }

    @Test
    void theFileIsReusedAtLaterStarts() throws Exception {
        admin.ensure("", true);
        Path file = directory.resolve("admin-password");
        String password = Files.readString(file);
        admin.ensure("", true);

        assertThat(Files.readString(file)).isEqualTo(password);
        assertThat(signsIn(password.strip())).isTrue();
        assertThat(directory.toFile().list()).hasSize(1);
    }

    @Test
    void aFileThatCannotBeReadIsOneLineThatSaysWhatToDo() throws Exception {
        Files.createDirectory(directory.resolve("admin-password"));

        assertThatThrownBy(() -> admin.ensure("", true)).isInstanceOf(SettingException.class)
                .message().hasLineCount(1).contains("admin-password").contains("set auth.admin.password");
    }

    @Test
    void anEmptyFileIsNoPassword() throws Exception {
        Files.writeString(directory.resolve("admin-password"), " \n");

        assertThatThrownBy(() -> admin.ensure("", true)).isInstanceOf(SettingException.class).hasMessageContaining("is empty");
    }

    @Test
    void whereNoneMayBeMadeOneMustBeSet() {
        assertThatThrownBy(() -> admin.ensure("", false)).isInstanceOf(SettingException.class)
                .message().hasLineCount(1).contains("set auth.admin.password");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aPasswordSetBeforeIsKeptWhenTheSettingGoes() {
        admin.ensure("first", false);
        admin.ensure("", false);

        assertThat(signsIn("first")).isTrue();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void theAdminGetsItsRoleBack() {
        accounts.createIfAbsent(new Account("admin", passwords.hash("first"), Set.of(Role.USER)));
        admin.ensure("first", true);

        assertThat(accounts.find("admin").orElseThrow().roles()).contains(Role.ADMIN);
    }

    private boolean signsIn(String password) {
        return passwords.matches(password, accounts.find("admin").orElseThrow().passwordHash());
    }
}
