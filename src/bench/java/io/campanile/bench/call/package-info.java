/**
 * Rings residents from doors, lets all of them answer at once over different transports and nodes, and judges what each party
 * was told. It knows the gateway by its wire protocols and its command line only.
 */
package io.campanile.bench.call;
