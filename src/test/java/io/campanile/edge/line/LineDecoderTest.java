package io.campanile.edge.line;

import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.domain.CodedException;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Lines come out the same however the network cuts them. */
class LineDecoderTest {

    private static final String SAID = "ping\n\nlogin:ä:ö\r\n" + "x".repeat(30) + "\n" + "y".repeat(100) + "\r\nlogout\n" + "z".repeat(20) + "\nrest";
    private static final List<String> UNDERSTOOD = List.of("ping", "", "login:ä:ö", "413", "413", "logout", "z".repeat(20));

    @RepeatedTest(50)
    void whateverTheChunks(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        byte[] bytes = SAID.getBytes(StandardCharsets.UTF_8);
        LineDecoder decoder = new LineDecoder(20);
        List<String> lines = new ArrayList<>();

        for (int from = 0; from < bytes.length;) {
            int length = Math.min(bytes.length - from, 1 + random.nextInt(repetition.getCurrentRepetition()));
            decoder.feed(Unpooled.wrappedBuffer(bytes, from, length));
            from += length;
            if (random.nextInt(3) > 0) {
                takeAll(decoder, lines);
            }
        }
        takeAll(decoder, lines);

        assertThat(lines).isEqualTo(UNDERSTOOD);
    }

    @Test
    void givesUpOnALineWithoutAnEnd() {
        LineDecoder decoder = new LineDecoder(20);
        List<String> lines = new ArrayList<>();

        for (int length = 0; length <= 16 * 20; length += 40) {
            assertThat(decoder.isHopeless()).isFalse();
            decoder.feed(Unpooled.wrappedBuffer(new byte[40]));
            takeAll(decoder, lines);
        }

        assertThat(decoder.isHopeless()).isTrue();
        assertThat(lines).containsExactly("413");
    }

    private static void takeAll(LineDecoder decoder, List<String> lines) {
        String line = "";
        while (line != null) {
            try {
                line = decoder.next();
                if (line != null) {
                    lines.add(line);
                }
            } catch (CodedException e) {
                lines.add(String.valueOf(e.code().number()));
            }
        }
    }
}
