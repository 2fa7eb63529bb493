package io.campanile.store.redis;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.lettuce.core.RedisException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for what the registry of connections reads. */
final class Patience {

    private static final long PATIENCE_MS = 2_000;

    private Patience() {
    }

    /** @throws CodedException 503 when Redis is away or silent */
    static <T> T await(CompletionStage<T> answer) {
        try {
            return answer.toCompletableFuture().get(PATIENCE_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException | RedisException e) {
            throw new CodedException(ErrorCode.UNAVAILABLE, "the connections of all nodes cannot be read now: try again");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CodedException(ErrorCode.UNAVAILABLE, "this node is ending");
        }
    }
}
