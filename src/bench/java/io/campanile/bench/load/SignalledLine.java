package io.campanile.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;

/** Through the gateway: the door over MQTT, its residents over WebSocket. */
final class SignalledLine extends CallLine {

    private final String base;
    private final MqttSpeaker door;
    private final Phone[] phones = new Phone[RESIDENTS];
    private String callId = "";

    SignalledLine(CallLoad load, Lane lane, int number, String sn) {
        super(load, lane, number);
        base = "devices/" + sn + "/calls/";
        door = new MqttSpeaker(base + "control", this::doorHeard, load::opened, why -> fail("the door", why));
        for (int i = 0; i < RESIDENTS; i++) {
            phones[i] = new Phone(i);
        }
    }

    MqttSpeaker door() {
        return door;
    }

    FrameReader.Listener phone(int resident) {
        return phones[resident];
    }

    @Override
    void request(long turn) {
        door.say(base + "request", "{\"request_id\":\"r-" + turn + "\",\"timestamp\":" + System.currentTimeMillis() + '}');
    }

    private void doorHeard(CallText told) {
        if (told.refuses()) {
            fail("the door", told.text());
        } else if (told.is("initiated")) {
            callId = told.callId();
        } else if (told.is("answered")) {
            answered();
        } else if (told.is("hangup")) {
            ended();
        }
    }

    @Override
    void answer(int resident) {
        phones[resident].act("answered");
    }

    @Override
    void hangUp() {
        door.say(base + "action", "{\"call_id\":\"" + callId + "\",\"action\":\"hangup\",\"timestamp\":" + System.currentTimeMillis() + '}');
    }

    private final class Phone implements FrameReader.Listener {

        private final int resident;
        private Channel channel;
        private String ringing = "";

        private Phone(int resident) {
            this.resident = resident;
        }

        private void act(String action) {
            channel.writeAndFlush(Template.unmarked("{\"service\":\"/api/call/action\",\"request_id\":\"" + action + "\",\"values\":{\"call_id\":\"" + ringing + "\",\"action\":\""
                    + action + "\",\"timestamp\":" + System.currentTimeMillis() + "}}", channel.alloc()));
        }

        @Override
        public void opened(ChannelHandlerContext context) {
            channel = context.channel();
            load.opened();
        }

        @Override
        public void text(ChannelHandlerContext context, ByteBuf in, int index, int length) {
            CallText told = CallText.of(in, index, length);
            if (told.refuses()) {
                fail("resident " + resident, told.text());
            } else if (told.rings()) {
                ringing = told.callId();
                act("ringing");
                rang();
            } else if (told.answers("ringing")) {
                ringingNoted();
            } else if (told.is("cancelled")) {
                elsewhere();
            } else if (told.is("hangup")) {
                ended();
            }
        }

        @Override
        public void closed(String reason) {
            fail("resident " + resident, reason);
        }
    }
}
