package io.campanile.ops.guard;

/**
 * A flow as it is written down.
 *
 * @param name of the file, without its folder: {@code device-report.camel.yaml}
 * @param text what is in it
 */
public record FlowFile(String name, String text) {

    /** How the names of all flow files end. */
    public static final String SUFFIX = ".camel.yaml";

    /** {@code device-report} for {@code device-report.camel.yaml}. */
    public String flow() {
        return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
    }
}
