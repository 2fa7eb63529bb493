package io.campanile.store.redis;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisScriptingAsyncCommands;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** A Lua script of ours, sent by its digest, and in full only to a Redis that does not know it yet. Immutable. */
final class Script {

    private final String text;
    private final String digest;

    /** @param name of the file under {@code lua/}, without its ending; keys and arguments are described there */
    Script(String name) {
        try (InputStream file = Script.class.getResourceAsStream("/lua/" + name + ".lua")) {
            byte[] bytes = file.readAllBytes();
            text = new String(bytes, StandardCharsets.UTF_8);
            digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }

    <T> CompletionStage<T> run(RedisScriptingAsyncCommands<String, String> redis, ScriptOutputType type, String[] keys,
            String... arguments) {
        CompletionStage<T> known = redis.evalsha(digest, type, keys, arguments);
        return known.exceptionallyCompose(e -> cause(e) instanceof RedisNoScriptException
                ? redis.<T>eval(text, type, keys, arguments)
                : CompletableFuture.failedStage(e));
    }

    private static Throwable cause(Throwable e) {
        return e instanceof CompletionException ? e.getCause() : e;
    }
}
