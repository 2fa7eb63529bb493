package io.campanile.domain.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Merging, as PROTOCOL 4 says it under Report. */
class DeviceStateTest {

    private static final DeviceType TYPE = new DeviceType("rubbish", Set.of("electricity", "water"));
    private final DeviceState blank = new DeviceState("d1", "rubbish", Map.of(), 0, 0, 0);

    @Test
    void whatIsAbsentKeepsItsLastValue() {
        DeviceState state = blank.with(report(1, Map.of("status", 1, "location", Map.of("code", 0))), TYPE)
                .with(report(2, Map.of("status", 2)), TYPE);
        assertThat(state.fields()).contains(entry("status", 2), entry("location", Map.of("code", 0)));
    }

    @Test
    void aSectionThatIsPresentReplacesTheWholeSection() {
        DeviceState state = blank.with(report(1, Map.of("electricity", Map.of("code", 0, "level", 87))), TYPE)
                .with(report(2, Map.of("electricity", Map.of("code", 3))), TYPE);
        assertThat(state.fields().get("electricity")).isEqualTo(Map.of("code", 3));
    }

    @Test
    void propertiesMergeByKeyAndNullRemoves() {
        Map<String, Object> change = new java.util.HashMap<>(Map.of("b", 3, "c", 4));
        change.put("a", null);
        DeviceState state = blank.with(report(1, Map.of("properties", Map.of("a", 1, "b", 2))), TYPE)
                .with(report(2, Map.of("properties", change)), TYPE);
        assertThat(state.fields().get("properties")).isEqualTo(Map.of("b", 3, "c", 4));
    }

    @Test
    void anOlderReportIsNotAdmittedAndOneOfTheSameTimeIs() {
        DeviceState state = blank.with(report(10, Map.of("status", 1)), TYPE);
        assertThat(state.admits(report(9, Map.of()))).isFalse();
        assertThat(state.admits(report(10, Map.of()))).isTrue();
    }

    @Test
    void eachReportThatIsMergedCountsOneVersion() {
        DeviceState state = blank.with(report(1, Map.of()), TYPE).with(report(2, Map.of()), TYPE);
        assertThat(state.version()).isEqualTo(2);
        assertThat(state.ts()).isEqualTo(2);
    }

    @Test
    void aFieldThatNeitherProtocolNorTypeKnowsIsIgnored() {
        DeviceState state = blank.with(report(1, Map.of("water", Map.of("code", 1), "unheard_of", 1)), TYPE);
        assertThat(state.fields()).containsKey("water").doesNotContainKey("unheard_of");
    }

    private static Report report(long ts, Map<String, Object> fields) {
        return new Report("d1", "r-" + ts, ts, 1000 + ts, fields, "{}");
    }
}
