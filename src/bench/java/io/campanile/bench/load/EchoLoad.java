package io.campanile.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Requests over many connections, a window of them unanswered on each; every one is answered with its own number. */
public final class EchoLoad implements Load {

    private static final int OPEN_SECONDS = 30;
    /** An answer that refuses is quick too: some are read. */
    private static final int LOOK_AT_EVERY = 1024;
    private static final String SUCCESS = "\"code\":0";

    private final Template request;
    private final int window;
    private final int connections;
    private final List<Lane> lanes;
    private final List<List<Caller>> callers = new ArrayList<>();
    private volatile Pace pace;
    private volatile String broken;

    private EchoLoad(Generator generator, Template request, int connections, int window) {
        this.request = request;
        this.connections = connections;
        this.window = window;
        this.lanes = generator.lanes();
    }

    /**
     * Opens the connections.
     *
     * @param request a frame that is answered with its mark
     * @throws IllegalStateException when one cannot be opened
     */
    public static EchoLoad open(Generator generator, Endpoint endpoint, Template request, int connections, int window)
            throws InterruptedException {
        EchoLoad load = new EchoLoad(generator, request, connections, window);
        CountDownLatch opened = new CountDownLatch(connections);
        load.lanes.forEach(lane -> load.callers.add(new ArrayList<>()));
        for (int i = 0; i < connections; i++) {
            int lane = i % load.lanes.size();
            Caller caller = load.new Caller(load.lanes.get(lane), i, opened);
            load.callers.get(lane).add(caller);
            generator.open(load.lanes.get(lane).loop, i, endpoint, caller);
        }
        if (!opened.await(OPEN_SECONDS, TimeUnit.SECONDS) || load.broken != null) {
            load.close();
            throw new IllegalStateException("not all " + connections + " connections could be opened: " + load.broken);
        }
        return load;
    }

    @Override
    public void begin(Pace pace) {
        this.pace = pace;
        for (int i = 0; i < lanes.size(); i++) {
            List<Caller> own = callers.get(i);
            lanes.get(i).call(() -> {
                own.forEach(caller -> caller.turns = 0);
                return null;
            });
            lanes.get(i).begin(pace, () -> own.forEach(Caller::send));
        }
    }

    @Override
    public void end() {
        pace = null;
        lanes.forEach(Lane::end);
    }

    @Override
    public boolean settled() {
        return missing() == 0;
    }

    @Override
    public long arrived() {
        if (broken != null) {
            throw new IllegalStateException("a connection ended: " + broken);
        }
        return lanes.stream().mapToLong(Lane::count).sum();
    }

    @Override
    public long missing() {
        long missing = 0;
        for (int i = 0; i < lanes.size(); i++) {
            List<Caller> own = callers.get(i);
            missing += lanes.get(i).call(() -> own.stream().mapToLong(caller -> caller.unanswered).sum());
        }
        return missing;
    }

    @Override
    public Histogram latencies() {
        Histogram all = lanes.get(0).copy();
        lanes.stream().skip(1).forEach(lane -> all.add(lane.copy()));
        return all;
    }

    @Override
    public void close() {
        callers.forEach(own -> own.forEach(Caller::close));
    }

    /** One connection. Confined to its event loop. */
    private final class Caller implements FrameReader.Listener {

        private final Lane lane;
        private final int number;
        private final CountDownLatch opened;
        private volatile Channel channel;
        private volatile boolean closing;
        private Pace timing;
        private long turns;
        private int unanswered;

        private Caller(Lane lane, int number, CountDownLatch opened) {
            this.lane = lane;
            this.number = number;
            this.opened = opened;
        }

        /** Sends what is due, as far as the window lets. The connections take turns: send n is that of connection n mod count. */
        private void send() {
            Pace current = pace;
            if (current == null || unanswered >= window) {
                return;
            }
            timing = current;
            long now = current.timed() ? System.nanoTime() : 0;
            ByteBuf frames = null;
            while (unanswered < window && current.due(number + turns * connections, now)) {
                if (frames == null) {
                    frames = channel.alloc().buffer(window * request.length());
                }
                request.write(frames, number + turns * connections);
                turns++;
                unanswered++;
            }
            if (frames != null) {
                channel.writeAndFlush(frames);
            }
        }

        @Override
        public void opened(ChannelHandlerContext context) {
            channel = context.channel();
            opened.countDown();
        }

        @Override
        public void text(ChannelHandlerContext context, ByteBuf in, int index, int length) {
            long answered = Mark.find(in, index, length);
            if (answered < 0) {
                return;
            }
            unanswered--;
            lane.arrived();
            if (answered % LOOK_AT_EVERY == 0 && !in.toString(index, length, UTF_8).contains(SUCCESS)) {
                broken = "it was answered " + in.toString(index, length, UTF_8);
            }
            if (timing.timed()) {
                lane.took(System.nanoTime() - timing.intended(answered));
            }
        }

        @Override
        public void idle(ChannelHandlerContext context) {
            if (channel != null) {
                send();
            }
        }

        @Override
        public void closed(String reason) {
            if (!closing) {
                broken = reason;
                opened.countDown();
            }
        }

        private void close() {
            closing = true;
            if (channel != null) {
                channel.close();
            }
        }
    }
}
