package io.campanile.store.search;

/**
 * Makes texts comparable: case and full width do not count. Each character is folded for itself, so that a part of a text is
 * always folded into a part of what the text is folded into.
 */
final class Folding {

    private static final int FULL_WIDTH_FIRST = 0xFF01;
    private static final int FULL_WIDTH_LAST = 0xFF5E;
    private static final int FULL_WIDTH_OFFSET = 0xFEE0;
    private static final int IDEOGRAPHIC_SPACE = 0x3000;

    private Folding() {
    }

    static String fold(String text) {
        StringBuilder folded = new StringBuilder(text.length());
        text.codePoints().map(Folding::fold).forEach(folded::appendCodePoint);
        return folded.toString();
    }

    private static int fold(int character) {
        int narrow = character;
        if (character >= FULL_WIDTH_FIRST && character <= FULL_WIDTH_LAST) {
            narrow = character - FULL_WIDTH_OFFSET;
        } else if (character == IDEOGRAPHIC_SPACE) {
            narrow = ' ';
        }
        // Both ways, as String.equalsIgnoreCase does: some letters agree in only one of them
        return Character.toLowerCase(Character.toUpperCase(narrow));
    }
}
