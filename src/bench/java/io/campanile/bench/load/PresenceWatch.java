package io.campanile.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Connections that watch whether users are there. What arrives is the word that one came or went; the latency is that since all did. Thread-safe. */
public final class PresenceWatch extends Connections {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** Users whom one connection may watch. */
    private static final int MOST = 1_000;
    private static final long LOOK_MS = 2;

    private final int watched;
    private final AtomicInteger present = new AtomicInteger();
    private volatile long began;

    private PresenceWatch(Generator generator, int watched) {
        super(generator);
        this.watched = watched;
    }

    /**
     * Begins to watch, and waits until it is known of each whether they are there.
     *
     * @param endpoint where the watchers connect
     * @param times    by how many watchers each is watched
     */
    public static PresenceWatch open(Generator generator, Endpoint endpoint, List<String> users, int times) throws InterruptedException {
        PresenceWatch watch = new PresenceWatch(generator, users.size() * times);
        try {
            int watchers = 0;
            for (int i = 0; i < times; i++) {
                for (int from = 0; from < users.size(); from += MOST) {
                    Watcher watcher = watch.new Watcher(watch.lane(watchers), users.subList(from, Math.min(users.size(), from + MOST)));
                    watch.opening(generator.open(watcher.lane.loop, watchers, endpoint, watcher));
                    watchers++;
                }
            }
            watch.awaitOpen(watchers, OPEN_SECONDS);
            return watch;
        } catch (IllegalStateException e) {
            watch.close();
            throw e;
        }
    }

    /** From now on all come, or go. */
    public void begin() {
        lanes.forEach(lane -> {
            lane.begin(() -> { });
            lane.end();
        });
        began = System.nanoTime();
    }

    /**
     * Waits until every watcher knows that all are there, or that nobody is.
     *
     * @throws IllegalStateException when that takes too long
     */
    public void awaitAll(boolean there, int seconds) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (present.get() != (there ? watched : 0)) {
            requireWhole();
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(String.format("%d of %d were there, as watchers were told %d s later", present.get(), watched, seconds));
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
        }
    }

    /** One connection. Confined to its event loop. */
    private final class Watcher implements FrameReader.Listener {

        private final Lane lane;
        private final List<String> users;
        private final Set<String> there = new HashSet<>();

        private Watcher(Lane lane, List<String> users) {
            this.lane = lane;
            this.users = users;
        }

        @Override
        public void opened(ChannelHandlerContext context) {
            context.writeAndFlush(Template.unmarked("{\"service\":\"/api/presence/subscribe\",\"request_id\":\"w\",\"values\":{\"user_ids\":[\""
                    + String.join("\",\"", users) + "\"]}}", context.alloc()));
        }

        @Override
        public void text(ChannelHandlerContext context, ByteBuf in, int index, int length) {
            try {
                JsonNode frame = JSON.readTree(in.toString(index, length, UTF_8));
                if (frame.path("service").asText().equals("/push/presence")) {
                    lane.took(System.nanoTime() - began);
                    lane.arrived();
                    note(frame.path("values"));
                } else if (frame.path("result").asBoolean()) {
                    frame.at("/values/presence").forEach(this::note);
                    PresenceWatch.this.opened();
                } else {
                    fail("a watcher was answered " + frame);
                }
            } catch (IOException e) {
                fail(e.toString());
            }
        }

        private void note(JsonNode presence) {
            String user = presence.path("user_id").asText();
            if (presence.path("available").asBoolean()) {
                present.addAndGet(there.add(user) ? 1 : 0);
            } else {
                present.addAndGet(there.remove(user) ? -1 : 0);
            }
        }

        @Override
        public void closed(String reason) {
            fail("a watcher: " + reason);
        }
    }
}
