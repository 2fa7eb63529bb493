/**
 * Proves from outside that nothing confirmed is lost: devices send numbered reports, watchers look on, the gateway is
 * killed meanwhile, and everything is read back and judged; alerts likewise, by the codes that devices sent.
 * Knows the gateway by PROTOCOL alone (MQTT 5, WebSocket, REST) and imports nothing of it.
 *
 * <p>With {@code CP} the test class path ({@code target/test-classes}, {@code target/classes} and the libraries):
 * <pre>
 * java -cp CP io.campanile.bench.checker.ChaosMain cp=CP dir=target/chaos
 * java -cp CP io.campanile.bench.checker.CheckerMain rest=http://127.0.0.1:8080 mqtt=tcp://127.0.0.1:1883 log=target/log
 * java -cp CP io.campanile.bench.checker.JudgeMain log=target/log
 * java -cp CP io.campanile.bench.checker.AlertMain cp=CP dir=target/alerts
 * </pre>
 */
package io.campanile.bench.checker;
