/** What the gateway is compared with, each a process of its own that is told its port: the bare library, without a gateway. */
package io.campanile.bench.peer;
