package io.campanile.domain.session;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.Ids;
import java.util.Set;

/** Makes accounts for people (PROTOCOL 3). Thread-safe; blocks on the database and, on purpose, on the hashing. */
public final class Registration {

    private static final int LONGEST_PASSWORD = 1_024;

    private final Accounts accounts;
    private final Passwords passwords;
    private final boolean open;

    /** @param open the setting {@code auth.registration}: whether anybody may make an account */
    public Registration(Accounts accounts, Passwords passwords, boolean open) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.open = open;
    }

    /**
     * Makes an account with the role {@code user}.
     *
     * @param by who asks; null for a stranger
     * @throws CodedException 400 for an ill-formed name or password, 401 or 403 when only an admin may, 409 when the name
     *         is taken, 429 when too many passwords are being hashed
     */
    public void register(String username, String password, Principal by) {
        Ids.require("username", username);
        requirePassword(password);
        if (!open) {
            requireAdmin(by);
        }
        if (ReservedNames.isReserved(username) || !accounts.createIfAbsent(new Account(username, passwords.hash(password), Set.of(Role.USER)))) {
            throw new CodedException(ErrorCode.CONFLICT, "username: " + username + " is taken");
        }
    }

    static void requirePassword(String password) {
        if (password.isEmpty() || password.length() > LONGEST_PASSWORD) {
            throw CodedException.invalid("password", "must be 1 to " + LONGEST_PASSWORD + " characters");
        }
    }

    private static void requireAdmin(Principal by) {
        if (by == null) {
            throw new CodedException(ErrorCode.UNAUTHENTICATED, "only an admin registers users here: sign in first");
        }
        Access.require(by, Operation.MANAGE_USERS);
    }
}
