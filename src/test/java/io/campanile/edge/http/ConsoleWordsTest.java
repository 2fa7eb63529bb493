package io.campanile.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The console's two dictionaries, words/en.json and words/zh.json: whatever can be said can be said in both languages. */
class ConsoleWordsTest {

    private static final Path CONSOLE = Path.of("src/main/resources/console");
    /** {@code say('key'} and {@code count('key'}, in modules and their templates. */
    private static final Pattern SAID = Pattern.compile("\\b(?:say|count)\\('([^']+)'\\s*[,)]");
    private static final Pattern PLACE = Pattern.compile("\\{\\d}");
    /** What a template shows between its tags and is neither a binding nor a sign: words that no dictionary has. */
    private static final Pattern BARE = Pattern.compile(">[^<>{}`=;]*?\\p{L}{3,}[^<>{}`=;]*?</");

    private final Map<String, String> english = words("en");
    private final Map<String, String> chinese = words("zh");

    @Test
    void bothHaveTheSameKeysAndNoneIsEmpty() {
        assertThat(chinese.keySet()).isEqualTo(english.keySet());
        assertThat(english.values()).allSatisfy(phrase -> assertThat(phrase).isNotBlank());
        assertThat(chinese.values()).allSatisfy(phrase -> assertThat(phrase).isNotBlank());
    }

    @Test
    void bothFillInTheSamePlaces() {
        assertThat(english).allSatisfy((key, phrase) -> assertThat(places(chinese.get(key))).as(key).isEqualTo(places(phrase)));
    }

    @Test
    void whatIsSaidHasAnEntry() throws IOException {
        Set<String> said = new TreeSet<>();
        for (Path module : modules()) {
            SAID.matcher(Files.readString(module)).results().map(match -> match.group(1)).forEach(said::add);
        }

        assertThat(said).hasSizeGreaterThan(100);
        assertThat(english.keySet()).containsAll(said);
    }

    @Test
    void noTemplateSaysAnythingItself() throws IOException {
        for (Path module : modules()) {
            assertThat(BARE.matcher(Files.readString(module)).results().map(MatchResult::group)
                    .filter(text -> !text.contains("Campanile"))).as(module.toString()).isEmpty();
        }
    }

    private static Set<String> places(String phrase) {
        return PLACE.matcher(phrase).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Iterable<Path> modules() throws IOException {
        try (Stream<Path> files = Files.walk(CONSOLE)) {
            return files.filter(file -> file.toString().endsWith(".js")).toList();
        }
    }

    private static Map<String, String> words(String language) {
        try {
            return new TreeMap<>(new ObjectMapper().readValue(CONSOLE.resolve("words").resolve(language + ".json").toFile(),
                    new TypeReference<Map<String, String>>() { }));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
