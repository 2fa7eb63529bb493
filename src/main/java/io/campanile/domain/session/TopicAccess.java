package io.campanile.domain.session;

import java.util.List;
import java.util.Set;

/**
 * What one client may do with MQTT topics (PROTOCOL 4). Topics are compared as text: MQTT gives no meaning to dots, spaces,
 * {@code *} or {@code ..}, so neither do these rules. Immutable.
 */
public interface TopicAccess {

    /** The gateway's own. */
    TopicAccess EVERYTHING = new TopicAccess() {
        @Override
        public boolean mayPublish(String topic) {
            return true;
        }

        @Override
        public boolean maySubscribe(String filter) {
            return true;
        }
    };

    /** @param topic a topic name as in MQTT, with slashes; never a filter */
    boolean mayPublish(String topic);

    /** @param filter as in MQTT, with {@code +} and {@code #}, and {@code $share/…} when it was asked for */
    boolean maySubscribe(String filter);

    static TopicAccess ofDevice(String sn) {
        String own = "devices/" + sn + "/";
        return new Spelled(
                Set.of(own + "report", own + "status", own + "commands/reply", own + "calls/request", own + "calls/action"),
                List.of(own, Spelled.SYSTEM));
    }

    /** @param clientId the {@code client_id} of the installation, not the whole ClientId */
    static TopicAccess ofUser(String userId, String clientId) {
        String calls = "users/" + userId + "/calls/";
        String own = "users/" + userId + "/" + clientId + "/";
        return new Spelled(
                Set.of(calls + "action", own + "messages/send", own + "messages/ack"),
                List.of(calls, own, Spelled.SYSTEM));
    }

    /**
     * Topics that may be published to, and trees that may be subscribed to. A filter is allowed when nothing that it can
     * match lies outside a tree: its first levels must be spelled out. {@code $share/…} begins otherwise, and so is refused.
     *
     * @param trees each with the slash at its end
     */
    record Spelled(Set<String> published, List<String> trees) implements TopicAccess {

        private static final String SYSTEM = "system/";

        @Override
        public boolean mayPublish(String topic) {
            return published.contains(topic);
        }

        @Override
        public boolean maySubscribe(String filter) {
            for (String tree : trees) {
                if (filter.length() > tree.length() && filter.startsWith(tree)) {
                    return true;
                }
            }
            return false;
        }
    }
}
