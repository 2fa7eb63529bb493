package io.campanile.bench.call;

import java.time.Duration;

/** Which node is killed while the calls ring. */
public enum Victim {
    NONE("all answered at once by three", Duration.ofSeconds(120)),
    /** The one that carries no parts; it stays away. */
    SECOND("the second node killed with -9 while they rang", Duration.ofSeconds(40)),
    /** The one that carries the parts, and so everything; it is started again. */
    FIRST("the node with the parts killed with -9 while they rang, and started again", Duration.ofSeconds(120));

    private final String what;
    private final Duration ringTimeout;

    Victim(String what, Duration ringTimeout) {
        this.what = what;
        this.ringTimeout = ringTimeout;
    }

    String what() {
        return what;
    }

    Duration ringTimeout() {
        return ringTimeout;
    }

    /** How long what must happen may take. */
    Duration patience() {
        return ringTimeout.plusSeconds(20);
    }

    void kill(Town town) throws Exception {
        switch (this) {
            case SECOND -> town.node(1).kill();
            case FIRST -> town.node(0).killAndRestart();
            default -> { }
        }
    }
}
