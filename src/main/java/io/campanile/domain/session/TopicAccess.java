package io.campanile.domain.session;

import java.util.Set;

/**
 * What a device may do with MQTT topics (PROTOCOL 4). Topics are compared as text, level by level: MQTT gives no meaning
 * to dots, spaces, {@code *} or {@code ..}, so neither do these rules. Pure.
 */
public final class TopicAccess {

    private static final String DEVICES = "devices/";
    private static final String SYSTEM = "system/";
    private static final Set<String> REPORTED =
            Set.of("report", "status", "commands/reply", "calls/request", "calls/action");

    private TopicAccess() {
    }

    /** @param topic a topic name, never a filter */
    public static boolean deviceMayPublish(String sn, String topic) {
        return isBelow(sn, topic) && REPORTED.contains(topic.substring(DEVICES.length() + sn.length() + 1));
    }

    /**
     * A filter is allowed when nothing that it can match lies outside the device's own tree or {@code system/}: its
     * first levels must be spelled out. {@code $share/…} begins otherwise, and so is refused.
     */
    public static boolean deviceMaySubscribe(String sn, String filter) {
        return isBelow(sn, filter) || (filter.startsWith(SYSTEM) && filter.length() > SYSTEM.length());
    }

    private static boolean isBelow(String sn, String topic) {
        int slash = DEVICES.length() + sn.length();
        return topic.length() > slash + 1
                && topic.startsWith(DEVICES)
                && topic.startsWith(sn, DEVICES.length())
                && topic.charAt(slash) == '/';
    }
}
