package io.campanile.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NatsReaderTest {

    private final List<String> heard = new ArrayList<>();
    private final EmbeddedChannel client = new EmbeddedChannel(new NatsReader(new NatsReader.Listener() {
        @Override
        public void greeted(Channel channel) {
            heard.add("greeted");
        }

        @Override
        public void message(Channel channel, String reply, ByteBuf in, int index, int length) {
            heard.add(reply + " " + in.toString(index, length, US_ASCII));
        }

        @Override
        public void idle(Channel channel) {
            // whatever was read is in the list
        }

        @Override
        public void failed(String reason) {
            heard.add(reason);
        }
    }));

    @Test
    void messagesAreReadHoweverTheyAreCut() {
        ByteBuf bytes = Unpooled.copiedBuffer("INFO {\"version\":\"2.9.10\"}\r\nMSG reader.7 1 $JS.ACK.1 11\r\n#0000000005\r\n"
                + "+OK\r\nMSG reader.7 1 $JS.ACK.2 4\r\na\r\nb\r\n", US_ASCII);

        while (bytes.isReadable()) {
            client.writeInbound(bytes.readRetainedSlice(Math.min(7, bytes.readableBytes())));
        }

        assertThat(heard).containsExactly("greeted", "$JS.ACK.1 #0000000005", "$JS.ACK.2 a\r\nb");
    }

    @Test
    void aPingIsAnsweredAndAnErrorTold() {
        client.writeInbound(Unpooled.copiedBuffer("PING\r\n-ERR 'Unknown Protocol Operation'\r\n", US_ASCII));

        ByteBuf answer = client.readOutbound();
        assertThat(answer.toString(US_ASCII)).isEqualTo("PONG\r\n");
        assertThat(heard).containsExactly("it was told -ERR 'Unknown Protocol Operation'");
    }
}
