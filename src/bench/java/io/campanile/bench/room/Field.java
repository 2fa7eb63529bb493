package io.campanile.bench.room;

/** Finds a field of a frame without parsing it. */
final class Field {

    private Field() {
    }

    /** @return -1 when there is none */
    static long number(String frame, String name) {
        return numberAfter(frame, "\"" + name + "\":");
    }

    /** The same, where the text before it is made once. */
    static long numberAfter(String frame, String before) {
        int at = frame.indexOf(before);
        if (at < 0) {
            return -1;
        }
        int from = at + before.length();
        int to = from;
        while (to < frame.length() && Character.isDigit(frame.charAt(to))) {
            to++;
        }
        return to == from ? -1 : Long.parseLong(frame.substring(from, to));
    }

    /** @return an empty text when there is none */
    static String text(String frame, String name) {
        int at = frame.indexOf("\"" + name + "\":\"");
        if (at < 0) {
            return "";
        }
        int from = at + name.length() + 4;
        return frame.substring(from, frame.indexOf('"', from));
    }
}
