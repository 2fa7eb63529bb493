package io.campanile.edge.mqtt;

import org.apache.camel.builder.RouteBuilder;

/**
 * The requests of users over MQTT (PROTOCOL 4). One node at a time subscribes, so that those of one user keep their order;
 * the broker holds them while no node does.
 */
public final class UserRequestRoutes extends RouteBuilder {

    private static final String DURABLE = "&qos=1&cleanStart=false&sessionExpiryInterval=4294967295"
            + "&receiveMaximum={{mqtt.requests-in-flight}}";

    private final UserRequests requests;
    private final MqttPublisher replies;

    public UserRequestRoutes(UserRequests requests, MqttPublisher replies) {
        this.requests = requests;
        this.replies = replies;
    }

    @Override
    public void configure() throws Exception {
        getContext().addService(replies);
        // A failure is an answer to the user; what cannot even be answered stays with the broker
        errorHandler(noErrorHandler());
        from("master:user-message:paho-mqtt5:users/+/+/messages/+?clientId=campanile-user-message" + DURABLE)
                .routeId("user-message-mqtt").description("Answer a message or ack over MQTT").process(requests);
        from("master:user-call:paho-mqtt5:users/+/calls/action?clientId=campanile-user-call" + DURABLE)
                .routeId("user-call-mqtt").description("Answer an action in a call over MQTT").process(requests);
    }
}
