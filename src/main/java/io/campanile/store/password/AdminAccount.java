package io.campanile.store.password;

import io.campanile.domain.session.Account;
import io.campanile.domain.session.Accounts;
import io.campanile.domain.session.Passwords;
import io.campanile.domain.session.Role;
import io.campanile.settings.SettingException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.util.Set;

/** Sees to it, at the start, that the user {@code admin} exists and has the password the operator set (PROTOCOL 3). */
public final class AdminAccount {

    private static final Logger LOG = LoggerFactory.getLogger(AdminAccount.class);
    private static final String NAME = "admin";
    private static final String SETTING = "auth.admin.password";

    private final Accounts accounts;
    private final Passwords passwords;
    private final Path directory;

    /** @param directory where a password that we make is kept ({@code data.dir}) */
    public AdminAccount(Accounts accounts, Passwords passwords, Path directory) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.directory = directory;
    }

    /**
     * @param password  the setting {@code auth.admin.password}; may be empty
     * @param mayMakeIt whether to make a password where none is set and the account is new (standalone mode)
     * @return where the password is, as it completes "password …"
     * @throws SettingException one line that says what to do: a password is missing, or its file cannot be read or written
     */
    public String ensure(String password, boolean mayMakeIt) {
        if (!password.isEmpty()) {
            ensureAccount(password);
            return "as set by " + SETTING;
        }
        AdminPasswordFile file = new AdminPasswordFile(directory);
        if (accounts.find(NAME).isPresent() && !file.exists()) {
            // Another node, or an earlier setting, gave it one: not ours to change
            return "as it was set before";
        }
        if (!mayMakeIt) {
            throw new SettingException("the user admin has no password yet: set " + SETTING + " (environment: AUTH_ADMIN_PASSWORD)");
        }
        ensureAccount(file.readOrMake());
        return "in " + file.path();
    }

    private void ensureAccount(String password) {
        Account admin = accounts.find(NAME).orElse(null);
        if (admin == null) {
            // another node may have been quicker, with the same setting
            if (accounts.createIfAbsent(new Account(NAME, passwords.hash(password), Set.of(Role.ADMIN)))) {
                LOG.info("account created: {}", NAME);
            }
            return;
        }
        if (!passwords.matches(password, admin.passwordHash())) {
            accounts.setPassword(NAME, passwords.hash(password));
            LOG.info("password changed: {}", NAME);
        }
        if (!admin.roles().contains(Role.ADMIN)) {
            accounts.setRoles(NAME, Set.of(Role.ADMIN));
        }
    }
}
