package io.campanile.bench.load;

import java.util.Locale;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/** Readers, each of whom asks for one page after the other over an HTTP connection of its own. */
public final class PageLoad extends PacedLoad<PageReader> {

    private PageLoad(Generator generator) {
        super(generator);
    }

    /**
     * Opens the connections.
     *
     * @param token     of who reads
     * @param questions what to ask for, by its number; thread-safe
     * @throws IllegalStateException when one cannot be opened
     */
    public static PageLoad open(Generator generator, int port, String token, int readers, LongFunction<Question> questions) throws InterruptedException {
        PageLoad load = new PageLoad(generator);
        try {
            for (int i = 0; i < readers; i++) {
                int number = i;
                PageReader reader = new PageReader(load, number, token, turn -> questions.apply(turn * readers + number));
                load.senders.add(reader);
                load.opening(generator.connect(load.lane(number).loop, number, port, reader.handlers()));
            }
            load.awaitOpen(readers, OPEN_SECONDS);
            return load;
        } catch (IllegalStateException e) {
            load.close();
            throw e;
        }
    }

    @Override
    public long missing() {
        return sum(reader -> reader.isWaiting() ? 1 : 0);
    }

    @Override
    public String remark() {
        long refused = sum(PageReader::refused);
        return refused == 0 ? "" : String.format(Locale.ROOT, "%,d questions were put off, and asked again a second later", refused);
    }

    private long sum(ToLongFunction<PageReader> figure) {
        return lanes.stream().mapToLong(lane -> lane.call(() -> lane.own(senders).stream().mapToLong(figure).sum())).sum();
    }
}
