package io.campanile.domain;

import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The form of {@code user_id}, {@code sn}, {@code room_id} and {@code client_id}: 1–32 of {@code A-Z a-z 0-9 _ -} (PROTOCOL 1); and ids for
 * what the gateway names itself.
 */
public final class Ids {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{1,32}");
    private static final int TIME_DIGITS = 12;

    private Ids() {
    }

    public static boolean wellFormed(String id) {
        return id != null && FORM.matcher(id).matches();
    }

    /** @throws CodedException 400 naming {@code field} when the id is not well formed */
    public static String require(String field, String id) {
        if (!wellFormed(id)) {
            throw CodedException.invalid(field, "must be 1 to 32 of A-Z a-z 0-9 _ -");
        }
        return id;
    }

    /**
     * A new id, another one each time. It begins with the time, so that an index of such ids grows at its end: one that grows
     * everywhere writes a page for each.
     *
     * @param millis the time, ms
     */
    public static String at(long millis) {
        return HexFormat.of().toHexDigits(millis, TIME_DIGITS) + UUID.randomUUID().toString().replace("-", "").substring(TIME_DIGITS);
    }
}
