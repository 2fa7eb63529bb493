package io.campanile.bench.load;

import java.util.function.IntFunction;
import java.util.function.Predicate;

/**
 * How pushes are made in one system and where they are received.
 *
 * @param receiver  where each of those connects who are to get a push, by number
 * @param trigger   where the one connects that makes them
 * @param push      what it sends; the mark in it comes with the push
 * @param refusal   what must not be told to it
 * @param confirmed whether those who get it confirm it, as they do messages
 */
public record PushTarget(IntFunction<Endpoint> receiver, Endpoint trigger, Dialect dialect, Template push, Predicate<String> refusal, boolean confirmed) {
}
