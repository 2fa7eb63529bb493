package io.campanile.domain.due;

/**
 * Something that is to be done at a time.
 *
 * @param kind     which flow does it
 * @param subject  what it is about; of a kind there is one record for each subject
 * @param step     what is to be done, in the words of the flow
 * @param at       when, ms
 * @param attempts how often the step was begun, with this time
 * @param version  changes whenever somebody claims the record or sets it anew
 */
public record Due(String kind, String subject, String step, long at, int attempts, long version) {
}
