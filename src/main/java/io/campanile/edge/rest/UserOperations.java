package io.campanile.edge.rest;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.Ids;
import io.campanile.domain.session.Access;
import io.campanile.domain.session.Account;
import io.campanile.domain.session.AccountChanges;
import io.campanile.domain.session.Accounts;
import io.campanile.domain.session.Operation;
import io.campanile.domain.session.Reach;
import io.campanile.domain.session.Registration;
import io.campanile.domain.session.Role;
import io.campanile.domain.session.Sessions;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operations on users (PROTOCOL 3), called by the routes of {@link UserRoutes}. Thread-safe; they block. */
public final class UserOperations {

    private static final Logger LOG = LoggerFactory.getLogger(UserOperations.class);

    /** A user as REST shows it. */
    record UserJson(String userId, List<String> roles) {

        static UserJson of(String userId, Set<Role> roles) {
            return new UserJson(userId, roles.stream().sorted().map(Role::wireName).toList());
        }
    }

    private final Sessions sessions;
    private final Registration registration;
    private final Accounts accounts;
    private final AccountChanges changes;

    public UserOperations(Sessions sessions, Registration registration, Accounts accounts, AccountChanges changes) {
        this.sessions = sessions;
        this.registration = registration;
        this.accounts = accounts;
        this.changes = changes;
    }

    /** Open to all, as far as {@link Registration} is; so a token is looked at only when one was sent. */
    public Map<String, Object> register(RestRequest request) {
        Fields fields = request.fields();
        String userId = fields.text("username");
        registration.register(userId, fields.text("password"), request.token() == null ? null : sessions.verify(request.token()));
        LOG.info("user registered: {}", userId);
        return Map.of("user_id", userId);
    }

    public UserJson read(RestRequest request) {
        String userId = userId(request);
        if (Access.reach(request.principal(), Operation.READ_USERS) != Reach.ALL && !request.principal().id().equals(userId)) {
            throw new CodedException(ErrorCode.FORBIDDEN, "user_id: only your own profile is yours to read");
        }
        Set<Role> roles = accounts.find(userId).map(Account::roles).orElse(null);
        if (roles == null && !request.principal().id().equals(userId)) {
            throw CodedException.notFound("user: " + userId);
        }
        // Who comes from an external issuer may have no account here
        return UserJson.of(userId, roles == null ? request.principal().roles() : roles);
    }

    public UserJson setRoles(RestRequest request) {
        String userId = userId(request);
        Set<Role> roles = EnumSet.noneOf(Role.class);
        request.fields().texts("roles").forEach(name -> roles.add(role(name)));
        changes.setRoles(userId, roles);
        LOG.info("roles of {} set to {} by {}", userId, roles, request.principal().id());
        return UserJson.of(userId, roles);
    }

    public void setPassword(RestRequest request) {
        Fields fields = request.fields();
        String userId = userId(request);
        changes.setPassword(request.principal(), userId, fields.optionalText("current"), fields.text("password"));
        LOG.info("password of {} set by {}", userId, request.principal().id());
    }

    private static String userId(RestRequest request) {
        return Ids.require("user_id", request.path().get("user_id"));
    }

    private static Role role(String name) {
        try {
            return Role.fromWire(name);
        } catch (IllegalArgumentException e) {
            throw CodedException.invalid("roles", "each must be one of user, operator, service, admin");
        }
    }
}
