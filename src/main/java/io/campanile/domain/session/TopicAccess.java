package io.campanile.domain.session;

import io.campanile.domain.Ids;
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
     * Where a push reaches one client and nobody else (PROTOCOL 8).
     *
     * @param clientId the {@code client_id} of a user's installation; a device has none
     */
    static String pushTopic(Principal owner, String clientId) {
        return owner.isDevice() ? "devices/" + owner.id() + "/pushes" : "users/" + owner.id() + "/" + clientId + "/pushes";
    }

    /** Where a user's messages reach one installation and nobody else (PROTOCOL 4). */
    static String messageTopic(String userId, String clientId) {
        return "users/" + userId + "/" + clientId + "/messages";
    }

    /**
     * Whether the gateway may answer a user on a topic of their choice: only where it reaches nobody but themselves, and is
     * not taken for another request of theirs.
     *
     * @param clientId the installation that asks; null when any of the user's may have
     */
    static boolean isAnswerTopic(String userId, String clientId, String topic) {
        String[] levels = topic.split("/", 4);
        return levels.length == 4 && levels[0].equals("users") && levels[1].equals(userId) && Ids.wellFormed(levels[2])
                && (clientId == null || clientId.equals(levels[2]))
                && !levels[3].isEmpty() && levels[3].chars().noneMatch(letter -> letter == '+' || letter == '#' || letter == 0)
                && !ofUser(userId, levels[2]).mayPublish(topic);
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
