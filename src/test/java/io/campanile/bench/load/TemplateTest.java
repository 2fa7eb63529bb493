package io.campanile.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import org.junit.jupiter.api.Test;

class TemplateTest {

    @Test
    void aServerReadsTheFrameWithItsNumber() {
        for (String rest : new String[] {"", "x".repeat(300)}) {
            ByteBuf frames = Unpooled.buffer();
            Template.of("{\"id\":\"#0000000000\"}" + rest).write(frames, 1234567);
            EmbeddedChannel server = new EmbeddedChannel(new WebSocket13FrameDecoder(WebSocketDecoderConfig.newBuilder().build()));

            server.writeInbound(frames);

            TextWebSocketFrame frame = server.readInbound();
            assertThat(frame.text()).isEqualTo("{\"id\":\"#0001234567\"}" + rest);
            frame.release();
        }
    }

    @Test
    void theNumberIsFoundWhereverItEndsUp() {
        ByteBuf text = Unpooled.copiedBuffer("..{\"a\":\"#0000000042\"}..", US_ASCII);

        assertThat(Mark.find(text, 2, 19)).isEqualTo(42);
        assertThat(Mark.find(text, 2, 16)).as("cut off").isEqualTo(-1);
        assertThat(Mark.find(Unpooled.copiedBuffer("#12 is no mark", US_ASCII), 0, 14)).isEqualTo(-1);
    }

    @Test
    void tenZerosElsewhereBecomeTheNumberToo() {
        ByteBuf text = Unpooled.buffer();
        Template.of("{\"ts\":1790000000000,\"mark\":\"#0000000000\"}").writeText(text, 7);

        assertThat(text.toString(US_ASCII)).isEqualTo("{\"ts\":1790000000007,\"mark\":\"#0000000007\"}");
    }

    @Test
    void thirteenZerosBecomeTheTime() {
        ByteBuf text = Unpooled.buffer();
        long before = System.currentTimeMillis();
        Template.of("0000000000000-#0000000000").writeText(text, 7);

        assertThat(text.toString(US_ASCII)).matches("\\d{13}-#0000000007");
        assertThat(Long.parseLong(text.toString(0, 13, US_ASCII))).isBetween(before, System.currentTimeMillis());
    }

    @Test
    void aTextWithoutAMarkIsRefused() {
        assertThatThrownBy(() -> Template.of("{}")).isInstanceOf(IllegalArgumentException.class);
    }
}
