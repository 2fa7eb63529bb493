/** The systems that are measured: processes that the harness starts, looks at and stops, by their process id only. */
package io.campanile.bench.system;
