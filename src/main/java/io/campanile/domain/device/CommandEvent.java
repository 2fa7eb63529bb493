package io.campanile.domain.device;

/** What happens to the commands of one device; events of a device are taken in the order in which they came. */
public sealed interface CommandEvent {

    String sn();

    /** Somebody gave a command. A repeat, by its {@code command_id}, has no effect. */
    record Given(Command command) implements CommandEvent {
        @Override
        public String sn() {
            return command.sn();
        }
    }

    /** The device has a command: its transport said so. */
    record Confirmed(String sn, String commandId) implements CommandEvent {
    }

    /**
     * The device replied.
     *
     * @param recordId which record says so: the same record taken again is told again, another with the same reply is a repeat
     */
    record Replied(String sn, CommandReply reply, String recordId) implements CommandEvent {
    }

    /** The device listens to commands on this connection from now on. */
    record Listening(String sn, String connectionId) implements CommandEvent {
    }

    /** Something may be due: a device came, or a time is over. Harmless when nothing is. */
    record Due(String sn) implements CommandEvent {
    }
}
