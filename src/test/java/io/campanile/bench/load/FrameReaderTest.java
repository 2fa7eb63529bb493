package io.campanile.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameReaderTest {

    private final List<String> heard = new ArrayList<>();
    private final EmbeddedChannel client = new EmbeddedChannel(new FrameReader(new FrameReader.Listener() {
        @Override
        public void opened(ChannelHandlerContext context) {
            heard.add("opened");
        }

        @Override
        public void text(ChannelHandlerContext context, ByteBuf in, int index, int length) {
            heard.add(in.toString(index, length, US_ASCII));
        }

        @Override
        public void closed(String reason) {
            heard.add(reason);
        }
    }));

    @Test
    void framesOfAllSizesAreHeardHoweverTheyAreCut() {
        ByteBuf bytes = upgraded();
        String longer = "y".repeat(300);
        String longest = "z".repeat(70_000);
        for (String text : List.of("x", longer, longest)) {
            bytes.writeBytes(encoded(new TextWebSocketFrame(text)));
        }

        while (bytes.isReadable()) {
            client.writeInbound(bytes.readRetainedSlice(Math.min(997, bytes.readableBytes())));
        }

        assertThat(heard).containsExactly("opened", "x", longer, longest);
    }

    @Test
    void pingsAreAnswered() {
        client.writeInbound(upgraded().writeBytes(encoded(new PingWebSocketFrame(Unpooled.copiedBuffer("p", US_ASCII)))));

        ByteBuf pong = client.readOutbound();
        assertThat(pong.getUnsignedByte(0)).isEqualTo((short) 0x8A);
        assertThat(pong.getByte(pong.writerIndex() - 1)).isEqualTo((byte) 'p');
    }

    @Test
    void theCodeOfAnEndIsTold() {
        client.writeInbound(upgraded().writeBytes(encoded(new CloseWebSocketFrame(1013, "slow"))));

        assertThat(heard).containsExactly("opened", "it was closed with 1013");
    }

    @Test
    void aRefusedUpgradeIsTold() {
        client.writeInbound(Unpooled.copiedBuffer("HTTP/1.1 429 Too Many Requests\r\n\r\n", US_ASCII));

        assertThat(heard).containsExactly("the upgrade was answered HTTP/1.1 429 Too Many Requests");
    }

    private static ByteBuf upgraded() {
        return Unpooled.buffer().writeBytes(Unpooled.copiedBuffer("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n", US_ASCII));
    }

    private static ByteBuf encoded(Object frame) {
        EmbeddedChannel server = new EmbeddedChannel(new WebSocket13FrameEncoder(false));
        server.writeOutbound(frame);
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf part = server.readOutbound(); part != null; part = server.readOutbound()) {
            all.writeBytes(part);
        }
        return all;
    }
}
