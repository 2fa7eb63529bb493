package io.campanile.ops.rehearsal;

import java.util.Map;

/** Makes the beans that stand in, on a stage, for those of the same name that have effects. */
@FunctionalInterface
public interface Doubles {

    /**
     * @param stage where they play; each stage has its own, so that what one version does is not known to the other
     * @return by the name that the YAML calls them
     */
    Map<String, Object> on(Stage stage);
}
