package io.campanile.bench.load;

import java.util.function.Predicate;

/**
 * How pushes are made in one system and where they are received.
 *
 * @param receiver  where those connect who are to get a push
 * @param trigger   where the one connects that makes them
 * @param push      what it sends; the mark in it comes with the push
 * @param refusal   what must not be told to it
 */
public record PushTarget(Endpoint receiver, Endpoint trigger, Dialect dialect, Template push, Predicate<String> refusal) {
}
