/**
 * Generates load over the wire protocols, and measures: as fast as a window lets ({@link io.campanile.bench.load.Pace#UNBOUNDED}),
 * or in an open loop, at fixed times whatever the answers do, with latency counted from the time a send was meant to happen.
 */
package io.campanile.bench.load;
