package io.campanile.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** Requests over many connections, a window of them unanswered on each; every one is answered with its own number. */
public final class EchoLoad implements Load {

    /** An answer that refuses is quick too: some are read. */
    private static final int LOOK_AT_EVERY = 1024;
    private static final String SUCCESS = "\"code\":0";

    private final Template request;
    private final int window;
    private final int connections;
    private final List<Lane> lanes;
    private final List<Caller> callers = new ArrayList<>();
    private Crowd crowd;
    private volatile Pace pace;

    private EchoLoad(Generator generator, Template request, int connections, int window) {
        this.request = request;
        this.connections = connections;
        this.window = window;
        this.lanes = generator.lanes();
        for (int i = 0; i < connections; i++) {
            callers.add(new Caller(lanes.get(i % lanes.size()), i));
        }
    }

    /**
     * Opens the connections.
     *
     * @param request is answered with its mark
     * @throws IllegalStateException when one cannot be opened
     */
    public static EchoLoad open(Generator generator, Endpoint endpoint, Template request, int connections, int window)
            throws InterruptedException {
        EchoLoad load = new EchoLoad(generator, request, connections, window);
        load.crowd = Crowd.open(generator, endpoint, Dialect.PLAIN, connections, load.callers::get);
        return load;
    }

    @Override
    public void begin(Pace next) {
        callers.forEach(caller -> caller.turns = 0);
        pace = next;
        for (Lane lane : lanes) {
            List<Caller> own = lane.own(callers);
            lane.begin(() -> own.forEach(Caller::send));
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
        crowd.requireWhole();
        return lanes.stream().mapToLong(Lane::count).sum();
    }

    @Override
    public long missing() {
        return lanes.stream().mapToLong(lane -> lane.call(() -> lane.own(callers).stream().mapToLong(caller -> caller.unanswered).sum())).sum();
    }

    @Override
    public Histogram latencies() {
        return Lane.latencies(lanes);
    }

    @Override
    public void close() {
        crowd.close();
    }

    /** One connection. Confined to its event loop. */
    private final class Caller implements Ear {

        private final Lane lane;
        private final int number;
        private Channel channel;
        private Pace timing;
        private long turns;
        private int unanswered;

        private Caller(Lane lane, int number) {
            this.lane = lane;
            this.number = number;
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
            for (long n = number + turns * connections; unanswered < window && current.due(n, now); n += connections) {
                frames = frames == null ? channel.alloc().buffer() : frames;
                request.write(frames, n);
                turns++;
                unanswered++;
            }
            if (frames != null) {
                channel.writeAndFlush(frames);
            }
        }

        @Override
        public void ready(Channel opened) {
            channel = opened;
        }

        @Override
        public void heard(ByteBuf in, int index, int length) {
            long answered = Mark.find(in, index, length);
            if (answered < 0) {
                return;
            }
            unanswered--;
            lane.arrived();
            if (timing.timed()) {
                lane.took(System.nanoTime() - timing.intended(answered));
            }
            if (answered % LOOK_AT_EVERY == 0 && !in.toString(index, length, UTF_8).contains(SUCCESS)) {
                crowd.fail("it was answered " + in.toString(index, length, UTF_8));
            }
        }

        @Override
        public void idle() {
            send();
        }
    }
}
