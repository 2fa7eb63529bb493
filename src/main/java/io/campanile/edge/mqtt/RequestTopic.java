package io.campanile.edge.mqtt;

import io.campanile.domain.session.TopicAccess;

/**
 * What the topic of a user's request says (PROTOCOL 4): {@code users/{user_id}/{client_id}/messages/send} and {@code /ack},
 * {@code users/{user_id}/calls/action}. The broker has made sure that the user is who it names.
 *
 * @param clientId null where the topic does not say
 */
record RequestTopic(String userId, String clientId, String service) {

    static RequestTopic of(String topic) {
        String[] levels = topic.split("/");
        return levels.length == 5
                ? new RequestTopic(levels[1], levels[2], "/api/message/" + levels[4])
                : new RequestTopic(levels[1], null, "/api/call/action");
    }

    /** Where it is answered when the request does not say; a call's action, at its control. */
    String replies() {
        return "users/" + userId + (clientId == null ? "/calls/control" : "/" + clientId + "/replies");
    }

    boolean isCall() {
        return clientId == null;
    }

    /** Whether the sender may have its answer there. */
    boolean mayBeAnsweredOn(String responseTopic) {
        return TopicAccess.isAnswerTopic(userId, clientId, responseTopic);
    }
}
