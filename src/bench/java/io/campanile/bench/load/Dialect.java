package io.campanile.bench.load;

/** What is said over a WebSocket before the first message. */
public enum Dialect {

    /** Nothing. */
    PLAIN,

    /** Engine.IO 4 and Socket.IO 5: the server greets, the client joins, is welcomed, and answers pings. */
    SOCKET_IO
}
