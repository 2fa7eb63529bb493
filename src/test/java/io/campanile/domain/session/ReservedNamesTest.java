package io.campanile.domain.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Names that nobody can register. */
class ReservedNamesTest {

    @Test
    void theSystemAndItsProbesHaveTheirNamesForThemselves() {
        assertThat(ReservedNames.isReserved("system")).isTrue();
        assertThat(ReservedNames.isReserved("_probe-node-1-a")).isTrue();
        assertThat(ReservedNames.isReserved("probe")).isFalse();
    }

    @Test
    void aProbesNodeIsInItsName() {
        String probe = ReservedNames.ofProbe("node-1", 'a').orElseThrow();
        assertThat(ReservedNames.probedNode(probe)).contains("node-1");
        assertThat(ReservedNames.probedNode("_probe-")).isEmpty();
        assertThat(ReservedNames.probedNode("bob")).isEmpty();
        assertThat(ReservedNames.ofProbe("a.node.with-a-name-that-is-no-users", 'a')).isEmpty();
    }
}
