package io.campanile.flow.message.delivery;

import java.util.ArrayDeque;
import java.util.Deque;

/** The numbers that were pushed and for which a confirmation is owed, in their order. Belongs to one connection. */
final class Unconfirmed {

    private record Pushed(long number, long before) {
    }

    private final Deque<Pushed> numbers = new ArrayDeque<>();

    int size() {
        return numbers.size();
    }

    boolean isEmpty() {
        return numbers.isEmpty();
    }

    /** @param before the number pushed before it */
    void add(long number, long before) {
        numbers.add(new Pushed(number, before));
    }

    void confirm(long upTo) {
        while (!numbers.isEmpty() && numbers.element().number() <= upTo) {
            numbers.remove();
        }
    }

    long oldest() {
        return numbers.element().number();
    }

    long beforeOldest() {
        return numbers.element().before();
    }

    void clear() {
        numbers.clear();
    }
}
