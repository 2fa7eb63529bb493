package io.campanile.bench.load;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** What people say to each other in a few conversations, half of it in one: of each message its number tells the conversation and the text. */
public final class Sayings {

    /** Between whom, sorted as a conversation id is; the first two say half of everything. */
    private static final List<String[]> PAIRS = List.of(new String[] {"ann", "ben"}, new String[] {"ann", "cai"}, new String[] {"ben", "cai"},
            new String[] {"cai", "dan"});
    private static final List<String> WORDS = List.of("告警", "电量", "不足", "设备", "机器人", "垃圾", "已满", "请", "处理", "维修", "今天", "明天", "上午", "下午", "三号楼",
            "电梯", "门口", "访客", "开门", "谢谢", "收到", "好的", "马上", "到", "了", "吗", "的", "是", "在", "，", "。", "robot", "battery", "alarm", "404", "8");
    private static final int MOST_WORDS = 18;
    private static final int FIRST_CHARACTER = 0x4E00;
    private static final int CHARACTERS = 3_000;
    /** One word in so many is any character. */
    private static final int RARE = 6;

    private Sayings() {
    }

    /** @return the users who talk */
    public static List<String> people() {
        return PAIRS.stream().flatMap(Stream::of).distinct().toList();
    }

    /** @return all conversations; the first is the long one */
    public static List<String> conversations() {
        return PAIRS.stream().map(pair -> "u:" + pair[0] + ":" + pair[1]).toList();
    }

    /** @return in which of the conversations it is said */
    public static int conversation(long number) {
        return number % 2 == 0 ? 0 : 1 + (int) (number / 2 % (PAIRS.size() - 1));
    }

    /** @return two neighbouring characters of it */
    public static String pair(long number, SplittableRandom random) {
        String text = text(number);
        return text.substring(random.nextInt(text.length() - 1)).substring(0, 2);
    }

    /** @return two characters that hardly stand together anywhere */
    public static String rarePair(SplittableRandom random) {
        return character(random) + character(random);
    }

    /** @return the request of somebody who may speak for others; its answer comes with the number */
    static String request(long number) {
        String[] pair = PAIRS.get(conversation(number));
        boolean answers = number % 3 == 0;
        return "{\"service\":\"/api/message/send\",\"request_id\":\"" + Mark.of(number) + "\",\"values\":{\"from\":\"" + pair[answers ? 1 : 0]
                + "\",\"to\":\"" + pair[answers ? 0 : 1] + "\",\"type\":\"text\",\"client_msg_id\":\"" + number + "\",\"content\":\"" + text(number) + "\"}}";
    }

    private static String text(long number) {
        SplittableRandom random = new SplittableRandom(number);
        StringBuilder text = new StringBuilder(WORDS.get(random.nextInt(WORDS.size())));
        for (int i = random.nextInt(MOST_WORDS); i >= 0; i--) {
            text.append(random.nextInt(RARE) == 0 ? character(random) : WORDS.get(random.nextInt(WORDS.size())));
        }
        return text.toString();
    }

    private static String character(SplittableRandom random) {
        return Character.toString(FIRST_CHARACTER + random.nextInt(CHARACTERS));
    }
}
