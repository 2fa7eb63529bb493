package io.campanile.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every route file keeps to, so that an operator finds in it what the operator needs. */
class RouteStyleTest {

    /** As much of a name as Hawtio shows. */
    private static final int SHOWN = 34;
    private static final int LONGEST_FILE = 130;
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^}]+)}}");
    private static final Set<String> BANNED = Set.of("groovy", "joor", "java", "js", "javascript", "python", "mvel", "ognl", "spel", "script");

    static Stream<Path> files() throws IOException {
        return RouteFiles.all().stream();
    }

    @ParameterizedTest
    @MethodSource("files")
    void isValidByTheSchemaOfTheDsl(Path file) throws IOException {
        try (InputStream text = getClass().getResourceAsStream("/schema/camelYamlDsl.json")) {
            JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4).getSchema(text);
            assertThat(schema.validate(RouteFiles.read(file))).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void idsBeginWithTheFlowAndFitWhatHawtioShows(Path file) throws IOException {
        RouteFiles.walk(RouteFiles.read(file), (name, value) -> {
            if (name.equals("id") || name.equals("description")) {
                assertThat(value.asText()).hasSizeLessThanOrEqualTo(SHOWN);
            }
            if (name.equals("id")) {
                assertThat(value.asText()).startsWith(RouteFiles.flow(file));
            }
        });
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyRouteSaysWhatItDoesAndWhereAFailureEnds(Path file) throws IOException {
        assertThat(RouteFiles.routes(file)).isNotEmpty().allSatisfy(route -> {
            assertThat(route.path("description").asText()).isNotBlank();
            assertThat(route.path("group").asText()).isEqualTo(RouteFiles.flow(file));
            assertThat(route.has("routeConfigurationId") || route.has("errorHandler")).isTrue();
        });
    }

    @ParameterizedTest
    @MethodSource("files")
    void isShortAndUsesOnlySimpleLanguages(Path file) throws IOException {
        assertThat(Files.readAllLines(file)).hasSizeLessThanOrEqualTo(LONGEST_FILE);
        RouteFiles.walk(RouteFiles.read(file), (name, value) -> assertThat(BANNED).doesNotContain(name));
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyPlaceholderIsDeclaredInApplicationProperties(Path file) throws IOException {
        Properties declared = new Properties();
        declared.load(Files.newBufferedReader(Path.of("application.properties")));
        Matcher matcher = PLACEHOLDER.matcher(Files.readString(file));
        while (matcher.find()) {
            assertThat(declared.stringPropertyNames()).contains(matcher.group(1));
        }
    }

    @Test
    void noIdIsUsedTwice() throws IOException {
        List<String> ids = new ArrayList<>();
        for (Path file : RouteFiles.all()) {
            RouteFiles.walk(RouteFiles.read(file), (name, value) -> {
                if (name.equals("id")) {
                    ids.add(value.asText());
                }
            });
        }
        assertThat(new HashSet<>(ids)).hasSameSizeAs(ids);
    }

    @Test
    void everySettingIsExplained() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("application.properties"));
        boolean explained = false;
        for (String line : lines) {
            if (line.isBlank()) {
                explained = false;
            } else if (line.startsWith("#")) {
                explained = true;
            } else {
                assertThat(explained).as(line).isTrue();
            }
        }
    }
}
