package io.campanile.bench.room;

import java.util.ArrayList;
import java.util.List;

/** A user who is, or may become, a member of the room. What only one thread changes at a time is not guarded. */
final class Member {

    final String id;
    final int number;
    final String token;
    final boolean online;
    /** In their order; the last one may last. */
    final List<Stay> stays = new ArrayList<>();
    final Heard heard = new Heard();
    volatile MemberSocket socket;

    /** @param number among all of them */
    Member(int number, String token, boolean online) {
        this.id = name(number);
        this.number = number;
        this.token = token;
        this.online = online;
    }

    /** Short: thousands of them fit into one request. */
    static String name(int number) {
        return "m" + number;
    }

    boolean isIn() {
        return !stays.isEmpty() && stays.get(stays.size() - 1).leaveAsked == Long.MAX_VALUE;
    }
}
