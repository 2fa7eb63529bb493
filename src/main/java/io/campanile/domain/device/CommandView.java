package io.campanile.domain.device;

/**
 * A command and what became of it.
 *
 * @param version   the device's desired version that it made: counts the commands of the device
 * @param sentAt    when the device confirmed it, ms; null while it has not
 * @param reply     null while there is none
 * @param repliedAt ms; null while there is none; may be later than the command's end
 */
public record CommandView(Command command, CommandState state, long version, Long sentAt, CommandReply reply, Long repliedAt) {
}
