package io.campanile.ops.guard;

/**
 * How often and how long a step is tried again.
 *
 * @param where   in the file it stands, or the bean is named
 * @param retries after the first attempt; below 0: until it succeeds
 * @param delay   before the first, ms
 * @param longest pause between two, ms
 * @param factor  by which the pause grows; 1: not at all
 */
record RetryPolicy(YamlNode where, long retries, long delay, long longest, double factor) {

    private static final long DELAY = 1_000;
    private static final long LONGEST = 60_000;
    private static final double FACTOR = 2;

    /** Of a {@code redeliveryPolicy} in the file. */
    static RetryPolicy of(YamlNode policy) {
        YamlNode retries = policy.at("maximumRedeliveries");
        return of(retries.isPresent() ? retries : policy, name -> policy.at(name).isPresent() ? policy.at(name).text() : null);
    }

    /** Of a bean that the settings declare. */
    static RetryPolicy of(YamlNode reference, Beans beans) {
        return of(reference, name -> beans.property(reference.text(), name));
    }

    private static RetryPolicy of(YamlNode where, java.util.function.UnaryOperator<String> property) {
        boolean grows = "true".equals(property.apply("useExponentialBackOff"));
        return new RetryPolicy(where, (long) number(property.apply("maximumRedeliveries"), 0), (long) number(property.apply("redeliveryDelay"), DELAY),
                (long) number(property.apply("maximumRedeliveryDelay"), LONGEST), grows ? number(property.apply("backOffMultiplier"), FACTOR) : 1);
    }

    private static double number(String text, double otherwise) {
        try {
            return text == null ? otherwise : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            // A setting's name, or nonsense: then nothing can be said
            return otherwise;
        }
    }

    boolean isForEver() {
        return retries < 0;
    }

    /** The longest pause that there can be, ms. */
    long longestPause() {
        return factor > 1 ? Math.max(delay, longest) : delay;
    }

    /** All pauses together, ms; not for one that is for ever. */
    long total() {
        double pause = delay;
        double total = 0;
        for (long i = 0; i < retries && total < Long.MAX_VALUE / 2.0; i++) {
            total += Math.min(pause, Math.max(delay, longest));
            pause *= factor;
            if (factor == 1) {
                return retries * delay;
            }
        }
        return (long) total;
    }
}
