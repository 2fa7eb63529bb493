/**
 * Drains a node while thousands of clients watch devices through it, and measures how they come through. It knows the
 * gateway by its wire protocols and its command line only.
 */
package io.campanile.bench.drain;
