package io.campanile.bench.load;

/** A field of a JSON text, found without parsing it: the first of that name. */
public final class JsonField {

    private JsonField() {
    }

    /** @return its text, in which nothing is escaped; empty when there is no such field */
    public static String text(String json, String name) {
        String begin = "\"" + name + "\":\"";
        int at = json.indexOf(begin);
        return at < 0 ? "" : json.substring(at + begin.length(), json.indexOf('"', at + begin.length()));
    }

    /** @return the whole number that it is; -1 when there is no such field */
    public static long number(String json, String name) {
        String begin = "\"" + name + "\":";
        int at = json.indexOf(begin);
        if (at < 0) {
            return -1;
        }
        int end = at + begin.length();
        while (end < json.length() && Character.isDigit(json.charAt(end))) {
            end++;
        }
        return Long.parseLong(json, at + begin.length(), end, 10);
    }
}
