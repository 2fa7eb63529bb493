package io.campanile.store.search;

import io.campanile.domain.CodedException;
import io.campanile.domain.message.Search;

/** What somebody seeks, folded as the texts in the index are. */
final class SoughtText {

    private SoughtText() {
    }

    /** @throws CodedException 400 for one that is empty or too long */
    static String of(String text) {
        if (text.isBlank() || text.length() > Search.LONGEST_TEXT) {
            throw CodedException.invalid("q", "must have 1 to " + Search.LONGEST_TEXT + " characters, and not only spaces");
        }
        return Folding.fold(text);
    }
}
