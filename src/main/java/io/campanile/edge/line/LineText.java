package io.campanile.edge.line;

/** How text travels in one line (PROTOCOL 10): a line break as {@code \n}, a backslash as {@code \\}. */
final class LineText {

    private LineText() {
    }

    static String escape(String text) {
        return text.replace("\\", "\\\\").replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n");
    }
}
