package io.campanile.ops.guard;

/**
 * Why a flow file may not be let in.
 *
 * @param line   where in the file, from 1
 * @param reason what is wrong, what would break, and what to write instead
 */
public record Problem(int line, String reason) {
}
