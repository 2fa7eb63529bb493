package io.campanile.bench.message;

import com.fasterxml.jackson.databind.JsonNode;

/** A message as it was pushed, or read from an inbox or a history: there, what a history or an inbox does not tell is 0. */
record Arrival(String msgId, String conversationId, long seq, String epoch, long inboxSeq, long prev, Letter letter, boolean unaltered) {

    static Arrival of(JsonNode message) {
        Letter letter = new Letter(message.path("sender_id").asText(), message.path("to").asText(), message.at("/content/n").asLong());
        boolean unaltered = letter.clientMsgId().equals(message.path("client_msg_id").asText())
                && letter.conversationId().equals(message.path("conversation_id").asText());
        return new Arrival(message.path("msg_id").asText(), message.path("conversation_id").asText(), message.path("seq").asLong(),
                message.path("epoch").asText(), message.path("inbox_seq").asLong(), message.path("prev").asLong(), letter, unaltered);
    }

    @Override
    public String toString() {
        return letter.from() + "'s " + letter.clientMsgId() + " (inbox_seq " + inboxSeq + ", seq " + seq + ", " + msgId + ')';
    }
}
