/**
 * Proves from outside that nothing confirmed is lost: devices send numbered reports, watchers look on, the gateway is
 * killed meanwhile, and everything is read back and judged.
 * Knows the gateway by PROTOCOL alone (MQTT 5, WebSocket, REST) and imports nothing of it.
 */
package io.campanile.bench.checker;
