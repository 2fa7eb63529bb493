package io.campanile.store.sql;

import io.campanile.domain.message.ConversationId;
import io.campanile.domain.message.Message;
import io.campanile.domain.message.NumberedMessage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** Rows of the table {@code message}. */
final class MessageRows {

    /** Of a message, whichever conversation it is in. */
    static final String COLUMNS = "m.seq, m.msg_id, m.sender_id, m.type, m.content, m.loss_time, m.weight, m.ts, m.client_msg_id, m.mentions";
    /** The messages of one conversation, by its id. */
    static final String OF_CONVERSATION = "m.conversation_number = (SELECT c.number FROM conversation c WHERE c.conversation_id = :conversation)";

    private MessageRows() {
    }

    static Batch insert(Handle handle) {
        return new Batch(handle, "INSERT INTO message (conversation_number, seq, msg_id, sender_id, type, content, loss_time, weight, ts, "
                + "client_msg_id, mentions) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    }

    /** @param conversation the number of its conversation */
    static void add(Batch batch, long conversation, Message message, long seq) {
        batch.add(conversation, seq, message.msgId(), message.senderId(), message.type(), message.content(),
                message.lossTime(), message.weight(), message.timestamp(), message.clientMsgId(),
                message.mentions().isEmpty() ? null : String.join(",", message.mentions()));
    }

    /**
     * The messages at these places; what is there no more is left out. Joined on both columns of the index: of a list for the second
     * alone H2 makes no use, and reads the whole conversation.
     */
    static List<NumberedMessage> at(Handle handle, String[] conversations, Long[] seqs) {
        return handle.createQuery("SELECT c.conversation_id, " + COLUMNS + " FROM UNNEST(CAST(? AS VARCHAR ARRAY), CAST(? AS BIGINT ARRAY)) "
                        + "AS p (conversation_id, seq) JOIN conversation c ON c.conversation_id = p.conversation_id "
                        + "JOIN message m ON m.conversation_number = c.number AND m.seq = p.seq")
                .bind(0, conversations).bind(1, seqs).map(MessageRows::numbered).list();
    }

    static Optional<NumberedMessage> find(Handle handle, String msgId) {
        return handle.createQuery("SELECT c.conversation_id, " + COLUMNS + " FROM message m JOIN conversation c ON c.number = m.conversation_number "
                + "WHERE m.msg_id = ?").bind(0, msgId).map(MessageRows::numbered).findOne();
    }

    /** Of a row that tells its conversation's id too. */
    static NumberedMessage numbered(ResultSet row, StatementContext context) throws SQLException {
        return numbered(row, row.getString("conversation_id"));
    }

    static NumberedMessage numbered(ResultSet row, String conversation) throws SQLException {
        String sender = row.getString("sender_id");
        boolean room = ConversationId.isRoom(conversation);
        String mentions = row.getString("mentions");
        return new NumberedMessage(new Message(row.getString("msg_id"), conversation, sender,
                room ? null : ConversationId.other(conversation, sender), room ? ConversationId.room(conversation) : null,
                row.getString("type"), row.getString("content"), row.getLong("loss_time"), row.getInt("weight"), row.getLong("ts"),
                row.getString("client_msg_id"), mentions == null ? List.of() : List.of(mentions.split(","))), row.getLong("seq"));
    }
}
