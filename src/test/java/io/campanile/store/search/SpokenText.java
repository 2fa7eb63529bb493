package io.campanile.store.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Texts as people write them: Chinese sentences, Latin words in any case, digits, emoji, often together. Deterministic. */
final class SpokenText {

    private static final String[] WORDS = {"告警", "电量", "不足", "设备", "机器人", "垃圾", "已满", "请", "处理", "维修", "今天", "明天", "上午", "下午", "三号楼",
        "电梯", "门口", "访客", "开门", "谢谢", "收到", "好的", "马上", "到", "了", "吗", "的", "是", "在", "，", "。", "！", "Robot", "battery", "LOW", "alarm", "The ",
        "is ", "not ", "working", "Tür", "straße", "404", "8", " ", "🙂", "👍", "ＡＢＣ", "WiFi"};

    private final Random random;

    SpokenText(long seed) {
        random = new Random(seed);
    }

    String sentence() {
        StringBuilder sentence = new StringBuilder();
        int words = 1 + random.nextInt(18);
        for (int i = 0; i < words; i++) {
            sentence.append(random.nextInt(6) == 0 ? Character.toString(0x4E00 + random.nextInt(3_000)) : WORDS[random.nextInt(WORDS.length)]);
        }
        return sentence.toString();
    }

    List<String> sentences(int count) {
        List<String> sentences = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            sentences.add(sentence());
        }
        return sentences;
    }

    /** Two neighbouring characters of a text, or two that hardly stand together anywhere. */
    String pair(String from) {
        int[] characters = from.codePoints().toArray();
        if (characters.length < 2 || random.nextInt(10) == 0) {
            return Character.toString(0x4E00 + random.nextInt(3_000)) + Character.toString(0x4E00 + random.nextInt(3_000));
        }
        return new String(characters, random.nextInt(characters.length - 1), 2);
    }

    /** Some neighbouring characters of a text. */
    String part(String from) {
        int[] characters = from.codePoints().toArray();
        int begin = random.nextInt(characters.length);
        return new String(characters, begin, 1 + random.nextInt(Math.min(8, characters.length - begin)));
    }

    int below(int bound) {
        return random.nextInt(bound);
    }
}
