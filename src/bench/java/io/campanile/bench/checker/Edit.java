package io.campanile.bench.checker;

/**
 * A change of one flow file, as an operator makes it, always of the file as shipped.
 *
 * @param what in a few words
 * @param file its name, such as {@code device-report.camel.yaml}
 * @param find what is replaced, where it first stands; empty: all of it
 * @param with what replaces it; {@code #} stands for a number that is another one each time
 * @param at   for a broken one, what stands on the line that must be named; null for a good one
 */
record Edit(String what, String file, String find, String with, String at) {

    boolean isGood() {
        return at == null;
    }

    /** @throws IllegalStateException when the file does not say what is to be replaced */
    String applyTo(String text, int number) {
        String replacement = with.replace("#", String.valueOf(number));
        if (find.isEmpty()) {
            return replacement;
        }
        int position = text.indexOf(find);
        if (position < 0) {
            throw new IllegalStateException(file + " does not say '" + find + "': " + what);
        }
        return text.substring(0, position) + replacement + text.substring(position + find.length());
    }

    /** @return the line, from 1, that must be named in this text */
    int line(String edited) {
        return 1 + (int) edited.substring(0, edited.indexOf(at)).chars().filter(character -> character == '\n').count();
    }

    @Override
    public String toString() {
        return file + ": " + what;
    }
}
