/** Judges rooms: that each member gets exactly what is said between joining and leaving, and what a message costs. */
package io.campanile.bench.room;
