package io.campanile.edge.line;

import io.campanile.domain.message.Delivery;
import io.campanile.domain.message.DeliveryTarget;
import io.campanile.domain.message.InboxMessage;

/** A connection as delivery sees it (PROTOCOL 6 and 10). Belongs to the connection's event loop. */
final class LineInbox implements DeliveryTarget {

    private final LineConnection connection;
    private Delivery delivery;
    private String epoch;
    /** What its client has seen because it asked, though it may not have been pushed yet. */
    private long pulled;

    LineInbox(LineConnection connection) {
        this.connection = connection;
    }

    void begin(Delivery begun) {
        delivery = begun;
    }

    /** Its client takes more again. */
    void ready() {
        if (delivery != null) {
            delivery.ready();
        }
    }

    void end() {
        if (delivery != null) {
            delivery.close();
        }
    }

    Delivery delivery() {
        return delivery;
    }

    /** That of what its client saw last; null when it saw nothing yet. */
    String epoch() {
        return epoch;
    }

    long pulled() {
        return pulled;
    }

    void pulled(String ofEpoch, long upTo) {
        pulled = ofEpoch.equals(epoch) ? Math.max(pulled, upTo) : upTo;
        epoch = ofEpoch;
    }

    @Override
    public void execute(Runnable work) {
        connection.later(work);
    }

    @Override
    public boolean takesMore() {
        return connection.takesMore();
    }

    @Override
    public void push(InboxMessage message, long prev) {
        enter(message.epoch());
        connection.send(MessageLine.of(message));
    }

    /** There is no line for it: what comes next is of that epoch. */
    @Override
    public void reset(String newEpoch, long inboxSeq) {
        enter(newEpoch);
    }

    @Override
    public void unconfirmed() {
        connection.close(Farewell.UNCONFIRMED);
    }

    private void enter(String newEpoch) {
        if (!newEpoch.equals(epoch)) {
            epoch = newEpoch;
            pulled = 0;
        }
    }
}
