package io.campanile.domain.message;

/**
 * A message in its conversation.
 *
 * @param seq its number there, from 1 without gaps
 */
public record NumberedMessage(Message message, long seq) {
}
