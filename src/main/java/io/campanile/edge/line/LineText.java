package io.campanile.edge.line;

/** How text travels in one line (PROTOCOL 10): a line break as {@code \n}, a backslash as {@code \\}. */
final class LineText {

    private static final char ESCAPE = '\\';

    private LineText() {
    }

    static String escape(String text) {
        return text.replace("\\", "\\\\").replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n");
    }

    /** A backslash before anything else stands for itself. */
    static String unescape(String text) {
        if (text.indexOf(ESCAPE) < 0) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            char next = letter == ESCAPE && i + 1 < text.length() ? text.charAt(i + 1) : 0;
            if (next == 'n' || next == ESCAPE) {
                plain.append(next == 'n' ? '\n' : ESCAPE);
                i++;
            } else {
                plain.append(letter);
            }
        }
        return plain.toString();
    }
}
