package io.campanile.standalone.mqtt;

import io.campanile.domain.session.TopicAccess;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttSubscribePayload;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what {@link TopicAccess} forbids to {@link #REFUSED} instead, so that the broker itself refuses it, in its turn
 * and in the words of the client's MQTT version. What is not to be retained passes as if it had not asked for it. Immutable.
 *
 * @param clientId for the log
 */
record TopicRules(String clientId, TopicAccess access) {

    /** An address nobody may use. */
    static final String REFUSED = "$refused";

    /** How the topic ends that may be retained. */
    static final String STATUS = "/status";

    private static final Logger LOG = LoggerFactory.getLogger(TopicRules.class);

    MqttPublishMessage checked(MqttPublishMessage publish) {
        MqttPublishVariableHeader header = publish.variableHeader();
        if (access.mayPublish(header.topicName())) {
            return publish.fixedHeader().isRetain() && !mayRetain(header.topicName()) ? passing(publish) : publish;
        }
        LOG.debug("MQTT client {} may not publish to {}", clientId, header.topicName());
        return new MqttPublishMessage(publish.fixedHeader(),
                new MqttPublishVariableHeader(REFUSED, header.packetId(), header.properties()), publish.payload());
    }

    /** A request that was retained would be asked again whenever the gateway subscribes (PROTOCOL 4 retains a status only). */
    private boolean mayRetain(String topic) {
        return access == TopicAccess.EVERYTHING || topic.endsWith(STATUS);
    }

    private static MqttPublishMessage passing(MqttPublishMessage publish) {
        MqttFixedHeader header = publish.fixedHeader();
        return new MqttPublishMessage(
                new MqttFixedHeader(header.messageType(), header.isDup(), header.qosLevel(), false, header.remainingLength()),
                publish.variableHeader(), publish.payload());
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
