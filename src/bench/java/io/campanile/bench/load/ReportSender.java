package io.campanile.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;

/** A device that reports over MQTT 5 at QoS 1, a window of reports unconfirmed. Confined to one event loop. */
final class ReportSender implements PacketReader.Listener, PacedLoad.Sender {

    private static final int WINDOW = 16;
    private static final int PACKET_IDS = 65_535;
    private static final Template REPORT = Template.of("{\"report_id\":\"r-0000000000\",\"ts\":1790000000000,\"status\":1,"
            + "\"location\":{\"code\":0,\"msg\":\"\",\"lat\":31.2,\"lng\":121.5},\"inspection\":{\"code\":0,\"msg\":\"\"},"
            + "\"electricity\":{\"code\":0,\"msg\":\"\",\"level\":87},\"properties\":{\"mark\":\"#0000000000\"}}");

    private final ReportLoad load;
    private final int number;
    private final int count;
    private final byte[] topic;
    private Channel channel;
    private int unconfirmed;
    private volatile long turns;

    /** @param number among how many: report n is that of device n mod count */
    ReportSender(ReportLoad load, String sn, int number, int count) {
        this.load = load;
        this.number = number;
        this.count = count;
        this.topic = ("devices/" + sn + "/report").getBytes(US_ASCII);
    }

    @Override
    public void send() {
        ByteBuf packets = null;
        long now = System.nanoTime();
        while (unconfirmed < WINDOW && load.admits(number, turns, now)) {
            packets = packets == null ? channel.alloc().buffer() : packets;
            Mqtt.V5.publish(packets, topic, (int) (turns % PACKET_IDS) + 1, REPORT, number + turns * count);
            turns++;
            unconfirmed++;
            load.sent();
        }
        if (packets != null) {
            channel.writeAndFlush(packets);
        }
    }

    @Override
    public long turns() {
        return turns;
    }

    @Override
    public void connected(Channel opened) {
        channel = opened;
        load.opened();
    }

    @Override
    public void confirmed() {
        unconfirmed--;
    }

    @Override
    public void idle() {
        if (channel != null) {
            send();
        }
    }

    @Override
    public void failed(String reason) {
        load.fail("a device: " + reason);
    }
}
