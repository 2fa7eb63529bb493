/** Judges from outside that no message is lost, reordered or numbered twice, whatever is killed, wiped or moved meanwhile. */
package io.campanile.bench.message;
