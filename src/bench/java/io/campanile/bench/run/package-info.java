/**
 * The benchmarks, what is compared with what, and how it is told. {@link io.campanile.bench.run.BenchMain} runs them;
 * {@code src/site/markdown/benchmarks.md} explains them.
 */
package io.campanile.bench.run;
