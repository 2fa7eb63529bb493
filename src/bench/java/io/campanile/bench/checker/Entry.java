package io.campanile.bench.checker;

import java.util.List;

/**
 * One thing the checker saw, as a line of its log: the kind, then the fields, separated by tabs.
 * Reports of a device are numbered from 1; the number travels in {@code properties.n} and as {@code r-<n>}.
 */
sealed interface Entry {

    /** A device that takes part, and its type. */
    record Device(String sn, String type) implements Entry {
    }

    /** A report was put on the wire at {@code ts}, ms; written again for every repeat. */
    record Sent(String sn, long n, long ts) implements Entry {
    }

    /** The broker confirmed a report at {@code at}, ms. */
    record Confirmed(String sn, long n, long at) implements Entry {
    }

    /** A row of the history, in the order it was read: newest first. {@code n} is 0 where the row has none. */
    record Stored(String sn, String reportId, long n, long ts) implements Entry {
    }

    /** What the state of a device said at the end. */
    record State(String sn, long n, long version) implements Entry {
    }

    /** A watcher that takes part: {@link #ALL} devices, or those of one type. */
    record Watching(String watcher, String type) implements Entry {
        static final String ALL = "*";

        boolean covers(Device device) {
            return type.equals(ALL) || type.equals(device.type());
        }
    }

    /** A watcher was told a state at {@code at}, ms; {@code connection} counts its attempts to connect, from 1. */
    record Pushed(String watcher, long connection, String sn, long version, long n, long at) implements Entry {
    }

    /** The kinds, in the order in which a judgement wants them. */
    List<Class<? extends Entry>> KINDS = List.of(Device.class, Watching.class, Sent.class, Confirmed.class,
            Stored.class, State.class, Pushed.class);

    /** @return this entry as one line, without its end */
    default String line() {
        StringBuilder line = new StringBuilder(64).append(getClass().getSimpleName());
        for (Object field : fields()) {
            line.append('\t').append(field);
        }
        return line.toString();
    }

    private Object[] fields() {
        if (this instanceof Sent e) {
            return new Object[]{e.sn, e.n, e.ts};
        } else if (this instanceof Confirmed e) {
            return new Object[]{e.sn, e.n, e.at};
        } else if (this instanceof Pushed e) {
            return new Object[]{e.watcher, e.connection, e.sn, e.version, e.n, e.at};
        } else if (this instanceof Stored e) {
            return new Object[]{e.sn, e.reportId, e.n, e.ts};
        } else if (this instanceof State e) {
            return new Object[]{e.sn, e.n, e.version};
        } else if (this instanceof Device e) {
            return new Object[]{e.sn, e.type};
        } else if (this instanceof Watching e) {
            return new Object[]{e.watcher, e.type};
        }
        throw new IllegalStateException("no fields known of " + this);
    }

    /** @throws IllegalArgumentException when the line is none of the kinds, names the line */
    static Entry parse(String line) {
        String[] f = line.split("\t", -1);
        try {
            return switch (f[0]) {
                case "Device" -> new Device(f[1], f[2]);
                case "Watching" -> new Watching(f[1], f[2]);
                case "Sent" -> new Sent(f[1], number(f[2]), number(f[3]));
                case "Confirmed" -> new Confirmed(f[1], number(f[2]), number(f[3]));
                case "Stored" -> new Stored(f[1], f[2], number(f[3]), number(f[4]));
                case "State" -> new State(f[1], number(f[2]), number(f[3]));
                case "Pushed" -> new Pushed(f[1], number(f[2]), f[3], number(f[4]), number(f[5]), number(f[6]));
                default -> throw new IllegalArgumentException("unknown kind of entry: '" + line + "'");
            };
        } catch (ArrayIndexOutOfBoundsException | NumberFormatException e) {
            throw new IllegalArgumentException("not an entry of kind " + f[0] + ": '" + line + "'", e);
        }
    }

    private static long number(String text) {
        return Long.parseLong(text);
    }
}
