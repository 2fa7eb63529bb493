package io.campanile.bench.room;

/**
 * A message in the room's history.
 *
 * @param content  its number, of all that any sender said
 * @param asked    when it was sent first
 * @param accepted when its sender was answered; times are {@link System#nanoTime}
 */
record Said(long content, long asked, long accepted) {
}
