/**
 * Gives commands to devices that are away, come and go, or answer late, across a kill -9, and judges what became of each. It
 * knows the gateway by its wire protocols and its command line only.
 */
package io.campanile.bench.command;
