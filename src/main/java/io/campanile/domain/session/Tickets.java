package io.campanile.domain.session;

import java.util.Optional;

/**
 * What stands for a token where no header can be sent (PROTOCOL 3): good once, for 30 s, on every node. Thread-safe; blocks.
 */
public interface Tickets {

    /**
     * @param token what the ticket stands for
     * @throws io.campanile.domain.CodedException 503 when it cannot be kept
     */
    String issue(String token);

    /**
     * @return the token; empty when the ticket is unknown, used or too old. It may have ended meanwhile: verify it
     * @throws io.campanile.domain.CodedException 503 when it cannot be looked up; the ticket may be used up then
     */
    Optional<String> redeem(String ticket);
}
