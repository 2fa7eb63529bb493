package io.campanile.edge.mqtt;

import org.apache.camel.builder.RouteBuilder;

/**
 * What devices say of calls over MQTT (PROTOCOL 4). Two topics, not one filter for both: that would bring us what we say
 * ourselves. One node at a time subscribes to each; the broker holds what comes while no node does.
 */
public final class DeviceCallRoutes extends RouteBuilder {

    private static final String DURABLE = "&qos=1&cleanStart=false&sessionExpiryInterval=4294967295"
            + "&receiveMaximum={{mqtt.requests-in-flight}}";

    private final DeviceCalls calls;

    public DeviceCallRoutes(DeviceCalls calls) {
        this.calls = calls;
    }

    @Override
    public void configure() {
        // A failure is an answer to the device; what cannot even be answered stays with the broker
        errorHandler(noErrorHandler());
        from("master:device-call-request:paho-mqtt5:devices/+/calls/request?clientId=campanile-device-call-request" + DURABLE)
                .routeId("device-call-request-mqtt").description("Answer a call's request over MQTT").process(calls);
        from("master:device-call-action:paho-mqtt5:devices/+/calls/action?clientId=campanile-device-call-action" + DURABLE)
                .routeId("device-call-action-mqtt").description("Answer a device's action over MQTT").process(calls);
    }
}
