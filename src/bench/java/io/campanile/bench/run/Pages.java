package io.campanile.bench.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.campanile.bench.load.JsonField;
import io.campanile.bench.load.Question;
import io.campanile.bench.load.Sayings;
import io.campanile.bench.system.Gateway;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/**
 * What is asked of a history, by the number of the question: any page of any conversation, of each as often as it has messages. Thread-safe.
 *
 * @param messages how many were said
 * @param lasts    the number of the last in each conversation
 * @param times    of some messages of each conversation, ms, in their order
 */
record Pages(int messages, List<Long> lasts, List<List<Long>> times) {

    private static final int PAGE = 50;
    /** Of how many messages of a conversation the time is known. */
    private static final int TIMES = 200;
    /** One search in so many is for what hardly anybody has said. */
    private static final int RARE = 10;

    /** Looks at what there is. */
    static Pages of(Gateway gateway, int messages) throws IOException, InterruptedException {
        List<Long> lasts = new ArrayList<>();
        List<List<Long>> times = new ArrayList<>();
        for (String conversation : Sayings.conversations()) {
            long last = gateway.get(path(conversation) + "limit=1").at("/messages/0/seq").asLong();
            List<Long> some = new ArrayList<>();
            for (int i = 1; i <= TIMES; i++) {
                some.add(gateway.get(path(conversation) + "limit=1&before=" + (1 + Math.max(1, last * i / TIMES))).at("/messages/0/timestamp").asLong());
            }
            lasts.add(last);
            times.add(some.stream().sorted().toList());
        }
        return new Pages(messages, lasts, times);
    }

    static String path(String conversation) {
        return "/api/v1/conversations/" + conversation + "/messages?";
    }

    /** The messages before a number, or after one. */
    Question byNumber(long question) {
        SplittableRandom random = new SplittableRandom(question);
        int conversation = conversation(random);
        long oldest = 1 + random.nextLong(lasts.get(conversation) - PAGE);
        long newest = oldest + PAGE - 1;
        return ask(conversation, random.nextBoolean() ? "before=" + (newest + 1) : "after=" + (oldest - 1),
                page -> JsonField.number(page, "seq") == newest && page.contains("\"seq\":" + oldest + ','));
    }

    /** The newest of some time. */
    Question byTime(long question) {
        SplittableRandom random = new SplittableRandom(question);
        int conversation = conversation(random);
        List<Long> some = times.get(conversation);
        int begin = random.nextInt(some.size());
        long from = some.get(begin);
        long to = some.get(begin + random.nextInt(some.size() - begin));
        return ask(conversation, "from=" + from + "&to=" + to, page -> {
            long newest = JsonField.number(page, "timestamp");
            return newest >= from && newest <= to;
        });
    }

    /** The newest that hold two characters. */
    Question bySearch(long question) {
        SplittableRandom random = new SplittableRandom(question);
        long said = random.nextLong(messages);
        boolean rare = random.nextInt(RARE) == 0;
        String pair = rare ? Sayings.rarePair(random) : Sayings.pair(said, random);
        return ask(Sayings.conversation(said), "q=" + URLEncoder.encode(pair, UTF_8), page -> rare || page.contains(pair));
    }

    private int conversation(SplittableRandom random) {
        return Sayings.conversation(random.nextLong(messages));
    }

    private static Question ask(int conversation, String query, Predicate<String> right) {
        return new Question(path(Sayings.conversations().get(conversation)) + query + "&limit=" + PAGE, right);
    }
}
