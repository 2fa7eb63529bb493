package io.campanile.store.search;

import java.util.BitSet;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.ngram.NGramTokenizer;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.NGramPhraseQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/**
 * Takes texts apart into pairs of neighbouring characters, each at its place. A text contains another exactly when it has the
 * other's pairs at consecutive places; a text of two characters is one pair. For single characters there is a field of their
 * own.
 */
final class Grams extends Analyzer {

    static final String PAIRS = "pairs";
    static final String CHARACTERS = "characters";

    Grams() {
        super(PER_FIELD_REUSE_STRATEGY);
    }

    @Override
    protected TokenStreamComponents createComponents(String field) {
        int length = field.equals(PAIRS) ? 2 : 1;
        return new TokenStreamComponents(new NGramTokenizer(length, length));
    }

    /** What of a text is for {@link #CHARACTERS}: each once, since all that is asked of them is whether they are there. */
    static String characters(String text) {
        StringBuilder characters = new StringBuilder();
        BitSet known = new BitSet();
        text.codePoints().filter(character -> !known.get(character)).forEach(character -> {
            known.set(character);
            characters.appendCodePoint(character);
        });
        return characters.toString();
    }

    /** @param text folded, not empty */
    static Query contains(String text) {
        int[] characters = text.codePoints().toArray();
        if (characters.length == 1) {
            return new TermQuery(new Term(CHARACTERS, text));
        }
        PhraseQuery.Builder phrase = new PhraseQuery.Builder();
        for (int i = 0; i < characters.length - 1; i++) {
            phrase.add(new Term(PAIRS, new String(characters, i, 2)), i);
        }
        return characters.length == 2 ? phrase.build() : new NGramPhraseQuery(2, phrase.build());
    }
}
