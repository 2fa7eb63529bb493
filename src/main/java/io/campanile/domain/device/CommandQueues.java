package io.campanile.domain.device;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The commands of all devices, each device's in the order given. One command of a device is on its way at a time: the next
 * follows when the device has confirmed it. Thread-safe; blocks on the database.
 */
public interface CommandQueues {

    /**
     * Takes events in, all or none, and settles the devices that they name: commands whose time is over expire, and the next one
     * is claimed for a device that is there. Taken again, events have no effect, and what may be on its way is not sent again
     * until it surely is not.
     *
     * @return what is to be done now
     * @throws io.campanile.domain.CodedException 400 when one of them cannot be kept; none was taken in
     */
    Work take(List<CommandEvent> events);

    /**
     * @param deliveries commands to be sent, claimed for that
     * @param answers    what is to be told
     * @param strangers  replies to commands that do not exist
     */
    record Work(List<Delivery> deliveries, List<Answer> answers, List<CommandEvent.Replied> strangers) {
    }

    /**
     * @param connectionId the connection of the device it is meant for; null where the broker does not tell connections apart
     * @param node         the node that holds the device's WebSocket; null for MQTT
     */
    record Delivery(Command command, String connectionId, String node) {
    }

    /** A reply for those who are to know it (PROTOCOL 9): who gave the command, and who watches a device of that type. */
    record Answer(String sn, String type, String givenBy, CommandReply reply) {
    }

    /** A delivery that nobody was there for: it may be sent again soon. */
    void release(Delivery delivery);

    /** Devices of which something is due by now, at most so many. */
    List<String> due(int limit);

    Optional<CommandView> find(String sn, String commandId);

    /**
     * A page of a device's commands.
     *
     * @param state only those; null for all
     * @param after ids after which the page begins, towards the present; null for a page that ends at {@code before}
     * @param before ids before which the page ends, towards the past and newest first; null for the newest
     * @throws io.campanile.domain.CodedException 400 naming the parameter that names no command of the device
     */
    List<CommandView> page(String sn, CommandState state, String after, String before, int limit);

    /** What a device should be, and what it confirmed that it is. */
    Desired desired(String sn);

    /**
     * @param values          the newest values given for each service
     * @param version         counts the commands given; 0 before the first
     * @param reported        the values of the newest reply with code 0 of each service
     * @param reportedVersion the newest version that such a reply answered; 0 before the first
     */
    record Desired(Map<String, Object> values, long version, Map<String, Object> reported, long reportedVersion) {
    }
}
