package io.campanile.edge.line;

import io.campanile.domain.push.Condition;
import io.campanile.domain.push.Push;
import io.campanile.domain.push.PushOutcome;
import io.campanile.domain.push.PushTarget;
import io.campanile.domain.push.PushTargets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The line protocol has no line for a push (PROTOCOL 10): connections that one is meant for are counted as failed, so that
 * its sender learns of them. Thread-safe.
 */
public final class LinePushTargets implements PushTargets {

    private static final String UNSUPPORTED = "unsupported";

    private final LineHub hub;

    public LinePushTargets(LineHub hub) {
        this.hub = hub;
    }

    @Override
    public CompletionStage<PushOutcome> push(Push push) {
        int matched = matched(push.target());
        return CompletableFuture.completedFuture(matched == 0 ? PushOutcome.NONE : new PushOutcome(matched, 0, Map.of(UNSUPPORTED, matched)));
    }

    private int matched(PushTarget target) {
        return (int) switch (target.kind()) {
            case USERS -> target.users().stream().map(hub::ofUser).filter(Optional::isPresent).count();
            case WHERE -> hub.loggedIn().filter(new Condition(target.where())).count();
            case ALL -> hub.loggedIn().count();
            case ROOM -> 0; // ephemeral rooms have WebSocket connections only
        };
    }
}
