/**
 * Hostile clients, and what those who behave notice of them: 50 connections send heartbeats at a steady rate while each
 * attack goes on, and the table tells their p99 before and meanwhile. An attack that is answered otherwise than PROTOCOL says ends
 * the run. Knows the gateway by PROTOCOL alone and imports nothing of it.
 *
 * <p>With {@code CP} the test class path ({@code target/test-classes}, {@code target/classes} and the libraries), and a
 * gateway that listens on this machine:
 * <pre>
 * java -cp CP io.campanile.bench.hostile.HostileMain password=… http=8080 mqtt=1883 runs=3 seconds=5
 * </pre>
 * The attackers are a process of their own. To tell what they cost the gateway from what they take of the machine, start the
 * gateway with {@code taskset -c 0,1}, this with {@code taskset -c 2}, and give it {@code cores=3} for them.
 */
package io.campanile.bench.hostile;
