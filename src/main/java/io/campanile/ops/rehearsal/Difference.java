package io.campanile.ops.rehearsal;

/**
 * A record whose outcome an edit changes (PROTOCOL 11).
 *
 * @param record what an operator knows it by
 * @param now    what becomes of it in the present version only
 * @param then   what would become of it in the edited version only
 * @param line   of the step in the edited version where that shows; null when there is none, such as in a route that is gone
 */
public record Difference(String record, String now, String then, Integer line) {
}
