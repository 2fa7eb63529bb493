package io.campanile.bench.load;

import java.util.function.Predicate;

/**
 * A page that is asked for by HTTP.
 *
 * @param path  with its query
 * @param right whether that answer is one to it
 */
public record Question(String path, Predicate<String> right) {
}
