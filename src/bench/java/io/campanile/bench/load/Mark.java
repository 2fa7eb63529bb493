package io.campanile.bench.load;

import io.netty.buffer.ByteBuf;
import java.util.Locale;

/**
 * The number that a payload carries through any system: {@code #} and ten digits, found wherever in the text it ended up,
 * without parsing the JSON around it. A load generator that parsed would be slower than what it measures.
 */
final class Mark {

    static final String BLANK = "#0000000000";

    private static final byte SIGN = '#';
    /** How many there are. */
    static final int DIGITS = 10;

    private Mark() {
    }

    static String of(long number) {
        return String.format(Locale.ROOT, "#%010d", number);
    }

    /** @return the first number in the text; -1 when there is none */
    static long find(ByteBuf text, int index, int length) {
        int sign = text.indexOf(index, index + length, SIGN);
        if (sign < 0 || sign + DIGITS >= index + length) {
            return -1;
        }
        long number = 0;
        for (int i = sign + 1; i <= sign + DIGITS; i++) {
            int digit = text.getByte(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    /** Writes the number over the digits from {@code begin} to before {@code end}. */
    static void write(ByteBuf buffer, int begin, int end, long number) {
        long rest = number;
        for (int i = end - 1; i >= begin; i--) {
            buffer.setByte(i, (byte) ('0' + rest % 10));
            rest /= 10;
        }
    }
}
