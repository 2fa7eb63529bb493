package io.campanile.standalone.mqtt;

import io.campanile.domain.session.TopicAccess;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttSubscribePayload;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what {@link TopicAccess} forbids to {@link #REFUSED} instead, so that the broker itself refuses it, in its turn
 * and in the words of the client's MQTT version. Immutable.
 *
 * @param clientId for the log
 */
record TopicRules(String clientId, TopicAccess access) {

    /** An address nobody may use. */
    static final String REFUSED = "$refused";

    private static final Logger LOG = LoggerFactory.getLogger(TopicRules.class);

    MqttPublishMessage checked(MqttPublishMessage publish) {
        MqttPublishVariableHeader header = publish.variableHeader();
        if (access.mayPublish(header.topicName())) {
            return publish;
        }
        LOG.debug("MQTT client {} may not publish to {}", clientId, header.topicName());
        return new MqttPublishMessage(publish.fixedHeader(),
                new MqttPublishVariableHeader(REFUSED, header.packetId(), header.properties()), publish.payload());
    }

    MqttSubscribeMessage checked(MqttSubscribeMessage subscribe) {
        return new MqttSubscribeMessage(subscribe.fixedHeader(), subscribe.idAndPropertiesVariableHeader(),
                new MqttSubscribePayload(subscribe.payload().topicSubscriptions().stream().map(this::checked).toList()));
    }

    private MqttTopicSubscription checked(MqttTopicSubscription subscription) {
        if (access.maySubscribe(subscription.topicFilter())) {
            return subscription;
        }
        LOG.debug("MQTT client {} may not subscribe to {}", clientId, subscription.topicFilter());
        return new MqttTopicSubscription(REFUSED, subscription.option());
    }
}
