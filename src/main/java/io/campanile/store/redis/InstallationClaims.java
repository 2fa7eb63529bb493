package io.campanile.store.redis;

import io.campanile.domain.session.LiveConnection;
import io.campanile.domain.session.Principal;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisScriptingAsyncCommands;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * Which connection an installation's is, over all nodes: {@code installation:{user:<user_id>:<client_id>}} or
 * {@code installation:{device:<sn>}}, decided by {@code claim_installation.lua}. Thread-safe.
 */
final class InstallationClaims {

    /** For how long a claim stands unless it is repeated; the claims of a node that died are gone by then. */
    static final Duration LASTING = Duration.ofHours(1);

    private static final Script CLAIM = new Script("claim_installation");
    private static final Script RELEASE = new Script("release_installation");
    private static final Long LOST = 0L;

    private final RedisScriptingAsyncCommands<String, String> redis;
    private final String node;

    InstallationClaims(RedisScriptingAsyncCommands<String, String> redis, String node) {
        this.redis = redis;
        this.node = node;
    }

    /**
     * @param loggedInAt µs, by the clock of Redis, so that nodes whose clocks differ agree on who came last
     * @return whether a later connection has the installation
     */
    CompletionStage<Boolean> claim(LiveConnection connection, long loggedInAt) {
        CompletionStage<Long> answer = CLAIM.run(redis, ScriptOutputType.INTEGER, key(connection), connection.id(), node,
                String.valueOf(loggedInAt), String.valueOf(LASTING.toMillis()));
        return answer.thenApply(LOST::equals);
    }

    CompletionStage<Long> release(LiveConnection connection) {
        return RELEASE.run(redis, ScriptOutputType.INTEGER, key(connection), connection.id());
    }

    private static String[] key(LiveConnection connection) {
        Principal principal = connection.principal();
        return new String[] {"installation:{" + (principal.isDevice()
                ? "device:" + principal.id()
                : "user:" + principal.id() + ":" + connection.clientId()) + "}"};
    }
}
