package io.campanile.bench.command;

/**
 * What a device knows of a command that it was sent.
 *
 * @param at        when it came first, ms
 * @param order     how many others had come before it
 * @param times     how often it came
 * @param repliedAt when the gateway had confirmed the reply, ms; 0 while it has not
 */
record Received(String commandId, long at, int order, int times, long repliedAt) {

    Received again() {
        return new Received(commandId, at, order, times + 1, repliedAt);
    }

    Received replied(long when) {
        return new Received(commandId, at, order, times, repliedAt == 0 ? when : repliedAt);
    }
}
