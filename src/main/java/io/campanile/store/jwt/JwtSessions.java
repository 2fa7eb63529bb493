package io.campanile.store.jwt;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.Ids;
import io.campanile.domain.session.Account;
import io.campanile.domain.session.Accounts;
import io.campanile.domain.session.Passwords;
import io.campanile.domain.session.Principal;
import io.campanile.domain.session.Revocations;
import io.campanile.domain.session.Session;
import io.campanile.domain.session.Sessions;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sessions whose proof is a JWT (PROTOCOL 3): any node that has the keys can check one without asking anybody. */
public final class JwtSessions implements Sessions {

    private static final Logger LOG = LoggerFactory.getLogger(JwtSessions.class);

    private final Accounts accounts;
    private final Passwords passwords;
    private final Revocations revocations;
    private final TokenFormat format;
    private final Duration lifetime;
    private final Clock clock;
    /** Checked where there is no account, so that its absence does not show in the time. */
    private final String nobodysHash;

    /**
     * @param keys     those of all nodes
     * @param lifetime {@code auth.token-lifetime}
     */
    public JwtSessions(Accounts accounts, Passwords passwords, KeyRing keys, Revocations revocations,
                       Duration lifetime, Clock clock) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.revocations = revocations;
        this.format = new TokenFormat(keys);
        this.lifetime = lifetime;
        this.clock = clock;
        this.nobodysHash = passwords.hash(UUID.randomUUID().toString());
    }

    @Override
    public Session signIn(String username, String password) {
        Optional<Account> account = Ids.wellFormed(username) ? accounts.find(username) : Optional.empty();
        boolean matches = passwords.matches(password, account.map(Account::passwordHash).orElse(nobodysHash));
        if (account.isEmpty() || !matches) {
            throw new CodedException(ErrorCode.UNAUTHENTICATED, "wrong username or password");
        }
        LOG.info("signed in: {}", username);
        return issue(account.get());
    }

    @Override
    public Principal verify(String token) {
        Principal principal = format.read(token);
        if (clock.millis() >= principal.expiresAt()) {
            throw new CodedException(ErrorCode.UNAUTHENTICATED, "the token has expired");
        }
        if (revocations.revoked(principal)) {
            throw new CodedException(ErrorCode.UNAUTHENTICATED, "the token was revoked");
        }
        return principal;
    }

    /** The new token has the roles of now, not those of the old one. */
    @Override
    public Session refresh(String token) {
        Principal principal = verify(token);
        return issue(accounts.find(principal.id()).orElseThrow(
                () -> new CodedException(ErrorCode.UNAUTHENTICATED, "the account is gone")));
    }

    @Override
    public void revoke(Principal principal) {
        revocations.revoke(principal.tokenId(), principal.expiresAt());
        LOG.info("signed out: {}", principal.id());
    }

    private Session issue(Account account) {
        long now = clock.millis();
        // a token knows whole seconds: what we answer must be what it says
        long expiresAt = Math.floorDiv(now + lifetime.toMillis(), 1_000L) * 1_000L;
        Principal principal = Principal.user(account.userId(), account.roles(),
                account.generation() + "." + UUID.randomUUID(), expiresAt, account.generation());
        return new Session(format.write(principal, now), principal);
    }
}
