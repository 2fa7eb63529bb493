package io.campanile.domain.room;

/**
 * A lasting room (PROTOCOL 6).
 *
 * @param name      null when it has none
 * @param ownerId   who made it, and adds and removes members
 * @param open      whether everybody may join
 * @param createdAt ms since the epoch
 * @param count     how many members it has
 */
public record Room(String roomId, String name, String ownerId, boolean open, long createdAt, int count) {

    /** The same with as many members. */
    public Room with(int members) {
        return new Room(roomId, name, ownerId, open, createdAt, members);
    }
}
