package io.campanile.bench.command;

/**
 * A command as it was given.
 *
 * @param order      how many had been given to the device before, as far as the giver knows: it waits for each answer
 * @param supersedes whether it was to supersede older ones of its service
 */
record Given(String commandId, String sn, String service, int order, boolean supersedes) {
}
