package io.campanile.domain.message;

import java.util.List;

/**
 * Finds messages by what they say: every message whose text contains what is sought, wherever in it, whatever the case, and
 * whether its Latin letters are of full width or not. So a Chinese word is found inside a sentence, and a part of a word in
 * any script. It is a copy, which may lag behind the database and can always be made anew. Thread-safe; blocks.
 */
public interface Search {

    /** The longest text that can be sought, in characters. */
    int LONGEST_TEXT = 256;

    /** What is to be found. @param position of the message among {@linkplain StoredMessages.Stored all} */
    record Entry(long position, String conversationId, long seq, long timestamp, String text) {
    }

    /**
     * @param query its {@code text} has 1 to {@link #LONGEST_TEXT} characters
     * @return the numbers of the messages in their conversation, newest first
     * @throws io.campanile.domain.CodedException 400 for a text that is too short or too long, 503 when the index is away
     */
    List<Long> find(MessageHistory.Query query);

    /**
     * To be called before anything is added, and again when adding failed. What was added after the position that it returns
     * is to be added again: it is found once then.
     *
     * @return up to which {@linkplain StoredMessages position} everything was added for good; 0 for an empty index
     */
    long begin();

    /**
     * Adds messages, each once since it began. They are found from now on, or very soon.
     *
     * @param position up to where everything has been added with this; it counts only once it survives a crash
     */
    void add(List<Entry> entries, long position);

    /** Forgets what is older. @param timestamp ms */
    void forgetBefore(long timestamp);
}
