package io.campanile.bench.message;

/**
 * A message that a user writes.
 *
 * @param n counts what {@code from} wrote to {@code to}, from 1
 */
record Letter(String from, String to, long n) {

    /** The sender's own name for it. */
    String clientMsgId() {
        return to + '-' + n;
    }

    /** The one that its sender calls so. */
    static Letter of(String from, String clientMsgId) {
        int dash = clientMsgId.lastIndexOf('-');
        return new Letter(from, clientMsgId.substring(0, dash), Long.parseLong(clientMsgId.substring(dash + 1)));
    }

    String conversationId() {
        return from.compareTo(to) < 0 ? "u:" + from + ':' + to : "u:" + to + ':' + from;
    }
}
