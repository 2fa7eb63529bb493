/**
 * Takes in flow files that were edited while the node runs, and takes them back (PROTOCOL 11).
 *
 * <p>{@link io.campanile.ops.reload.FlowReload} decides, {@link io.campanile.ops.reload.FlowSwap} does it in Camel.
 */
package io.campanile.ops.reload;
