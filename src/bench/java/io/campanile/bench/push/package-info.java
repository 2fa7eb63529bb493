/**
 * Pushes to some of many connections on two nodes, and judges whether it reached exactly those. It knows the gateway by its
 * wire protocols and its command line only.
 */
package io.campanile.bench.push;
