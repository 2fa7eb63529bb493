package io.campanile.domain.deadletter;

import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/** Ids of dead letters: UUIDs of version 7 (RFC 9562), whose texts sort by the time they were made. */
public final class DeadLetterId {

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private DeadLetterId() {
    }

    /** A new one. @param at ms */
    public static String at(long at) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return of(at, random.nextLong(), random.nextLong());
    }

    /** Always the same for the same two. @param digest at least 16 bytes that stand for what failed */
    public static String at(long at, byte[] digest) {
        ByteBuffer bytes = ByteBuffer.wrap(digest);
        return of(at, bytes.getLong(), bytes.getLong());
    }

    /** Sorts before everything that was made at this time, ms, or later, and after everything before. */
    public static String earliest(long at) {
        return new UUID(at << 16, 0).toString();
    }

    public static boolean isOne(String text) {
        return text != null && FORM.matcher(text).matches();
    }

    private static String of(long at, long high, long low) {
        return new UUID((at << 16) | VERSION_7 | (high & 0xFFF), VARIANT | (low >>> 2)).toString();
    }
}
