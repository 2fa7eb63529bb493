package io.campanile.bench.checker;

/** What a client does when the gateway closes its WebSocket: the table of PROTOCOL 5. */
enum CloseCode {
    RECONNECT, RECONNECT_WITH_NEW_TOKEN, STAY_AWAY;

    static CloseCode of(int code) {
        return switch (code) {
            case 1000, 1008, 1009, 3003, 4001 -> STAY_AWAY;
            case 3000 -> RECONNECT_WITH_NEW_TOKEN;
            default -> RECONNECT;
        };
    }
}
