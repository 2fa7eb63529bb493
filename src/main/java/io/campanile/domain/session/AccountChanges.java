package io.campanile.domain.session;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;

/**
 * Changes that end all tokens an account has, and with them its connections (PROTOCOL 3): first the account is changed,
 * then the tokens are revoked, by generation, so that no token with the old rights can come after. Thread-safe; blocks.
 */
public final class AccountChanges {

    /** Who may always do everything (PROTOCOL 3). */
    public static final String ADMIN = "admin";

    private final Accounts accounts;
    private final Passwords passwords;
    private final Revocations revocations;
    private final Duration tokenLifetime;
    private final Clock clock;

    public AccountChanges(Accounts accounts, Passwords passwords, Revocations revocations, Duration tokenLifetime, Clock clock) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.revocations = revocations;
        this.tokenLifetime = tokenLifetime;
        this.clock = clock;
    }

    /**
     * @param roles all that the user has from now on; none locks the account
     * @throws CodedException 404 when there is no such user; 409 when nobody would be admin; 503 when the roles are set, but
     *         the tokens could not be revoked: do it again
     */
    public void setRoles(String userId, Set<Role> roles) {
        if (ADMIN.equals(userId) && !roles.contains(Role.ADMIN)) {
            throw new CodedException(ErrorCode.CONFLICT, "roles: the user " + ADMIN + " keeps the role admin");
        }
        endTokens(userId, accounts.setRoles(userId, roles));
    }

    /**
     * @param by      who asks
     * @param current the present password, which everybody but an admin has to know; may be null
     * @throws CodedException 400 for an ill-formed new password; 403 when it is somebody else's, or the present one is wrong;
     *         404 when there is no such user; 429 when too many passwords are being hashed; 503 as {@link #setRoles}
     */
    public void setPassword(Principal by, String userId, String current, String password) {
        boolean anybodys = Access.reach(by, Operation.SET_PASSWORDS) == Reach.ALL;
        if (!anybodys && !by.id().equals(userId)) {
            throw new CodedException(ErrorCode.FORBIDDEN, "to set another user's password needs the role admin");
        }
        Registration.requirePassword(password);
        Account account = accounts.find(userId).orElseThrow(() -> CodedException.notFound("user: " + userId));
        if (!anybodys && (current == null || !passwords.matches(current, account.passwordHash()))) {
            throw new CodedException(ErrorCode.FORBIDDEN, "current: is not the present password");
        }
        endTokens(userId, accounts.setPassword(userId, passwords.hash(password)));
    }

    private void endTokens(String userId, long generation) {
        revocations.revokeOlder(userId, generation, clock.millis() + tokenLifetime.toMillis());
    }
}
