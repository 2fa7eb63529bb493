package io.campanile;

import io.campanile.domain.device.DeviceCredentials;
import io.campanile.domain.device.DeviceRegistry;
import io.campanile.domain.session.AccountChanges;
import io.campanile.domain.session.Accounts;
import io.campanile.domain.session.DeviceTokens;
import io.campanile.domain.session.Households;
import io.campanile.domain.session.MqttAccounts;
import io.campanile.domain.session.OnceOnly;
import io.campanile.domain.session.Passwords;
import io.campanile.domain.session.Principal;
import io.campanile.domain.session.Registration;
import io.campanile.domain.session.Revocations;
import io.campanile.domain.session.Sessions;
import io.campanile.domain.session.Tickets;
import io.campanile.settings.SettingException;
import io.campanile.settings.Settings;
import io.campanile.store.jwt.ExternalSessions;
import io.campanile.store.jwt.IssuerKeys;
import io.campanile.store.jwt.JwtSessions;
import io.campanile.store.jwt.KeyRing;
import io.campanile.store.password.AdminAccount;
import io.campanile.store.password.Argon2Passwords;
import io.campanile.store.redis.RedisOnceOnly;
import io.campanile.store.redis.RedisRevocations;
import io.campanile.store.redis.RedisTickets;
import io.campanile.store.sql.SqlAccounts;
import io.campanile.store.sql.SqlDeviceRegistry;
import io.campanile.store.sql.SqlHouseholds;
import io.campanile.store.sql.SqlSecrets;
import java.net.MalformedURLException;
import java.net.URL;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javax.sql.DataSource;

/** Wires who may come in: people, back ends and devices, and how each proves who it is (PROTOCOL 3). */
final class Identity implements AutoCloseable {

    /** Passwords that are hashed at a time, and that may wait for it; each takes 64 MiB and some 100 ms. */
    private static final int HASHING = 2;
    private static final int WAITING_TO_HASH = 16;

    final DeviceRegistry devices;
    final Households households;
    final Accounts accounts;
    final AccountChanges accountChanges;
    final Sessions sessions;
    final KeyRing signingKeys;
    private final IssuerKeys issuerKeys;
    final Tickets tickets;
    final DeviceTokens deviceTokens;
    final Registration registration;
    /** Ends what came by a device's secret, on all nodes. */
    final Consumer<DeviceCredentials> retired;
    final MqttAccounts mqttAccounts;
    final String mqttPassword;
    final String adminPassword;

    /** @param revoked told of every revocation, on whichever node, as a test of whom it ends; must not block */
    Identity(Settings settings, Backends backends, boolean standalone, Consumer<Predicate<Principal>> revoked, Clock clock) {
        DataSource database = backends.database();
        SqlSecrets secrets = new SqlSecrets(database, clock);
        accounts = new SqlAccounts(database, clock);
        Passwords passwords = new Argon2Passwords(HASHING, WAITING_TO_HASH);
        devices = new SqlDeviceRegistry(database, clock);
        households = new SqlHouseholds(database, clock);
        OnceOnly onceOnly = new RedisOnceOnly(backends.redis());
        tickets = new RedisTickets(backends.redis());
        mqttPassword = settings.has("mqtt.password") ? settings.get("mqtt.password") : secrets.getOrCreate("mqtt", Identity::randomSecret);
        adminPassword = new AdminAccount(accounts, passwords, settings.directory("data.dir"))
                .ensure(settings.get("auth.admin.password"), standalone);
        Duration tokenLifetime = settings.duration("auth.token-lifetime");
        signingKeys = new KeyRing(secrets, settings.duration("auth.key-rotation"), settings.duration("auth.key-spread"), tokenLifetime, clock);
        signingKeys.watch();
        Revocations revocations = new RedisRevocations(backends.redisClient(), backends.redis(), clock, revoked);
        retired = credentials -> revocations.revoke(credentials.secretId(), clock.millis() + tokenLifetime.toMillis());
        deviceTokens = new DeviceTokens(devices, onceOnly, revocations::revoked, settings.duration("auth.device-token-window"), clock);
        Sessions own = new JwtSessions(accounts, passwords, signingKeys, revocations, tokenLifetime, clock);
        issuerKeys = settings.has("auth.jwks-url") ? IssuerKeys.at(url(settings, "auth.jwks-url")) : null;
        sessions = issuerKeys == null ? own
                : new ExternalSessions(own, issuerKeys, settings.get("auth.issuer"), revocations, clock);
        accountChanges = new AccountChanges(accounts, passwords, revocations, tokenLifetime, clock);
        mqttAccounts = new MqttAccounts(devices, deviceTokens, sessions::verify, mqttPassword);
        registration = new Registration(accounts, passwords, registrationIsOpen(settings, standalone));
    }

    private static URL url(Settings settings, String name) {
        if (!settings.has("auth.issuer")) {
            throw new SettingException("auth.issuer is missing: set it to the iss of the tokens whose keys are at " + settings.get(name));
        }
        try {
            return new URL(settings.get(name));
        } catch (MalformedURLException e) {
            throw new SettingException(name + " is no URL: set it to https://…", e);
        }
    }

    private static boolean registrationIsOpen(Settings settings, boolean standalone) {
        return settings.has("auth.registration") ? "open".equals(settings.get("auth.registration")) : standalone;
    }

    @Override
    public void close() {
        signingKeys.close();
        if (issuerKeys != null) {
            issuerKeys.close();
        }
    }

    private static String randomSecret() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
}
