package io.campanile.domain.room;

/**
 * What of a room's messages a member gets: those between joining and leaving.
 *
 * @param joinedSeq the last number before they joined
 * @param leftSeq   the last one that is for them; null while they are a member
 */
public record Stay(long joinedSeq, Long leftSeq) {

    public boolean lasts() {
        return leftSeq == null;
    }
}
