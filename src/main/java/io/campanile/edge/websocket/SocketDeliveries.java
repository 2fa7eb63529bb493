package io.campanile.edge.websocket;

import io.campanile.domain.message.Deliveries;
import io.campanile.domain.message.Delivery;
import io.campanile.domain.message.Expiries.Expired;
import io.campanile.domain.message.Receipt;
import io.campanile.domain.message.ReceiptTargets;
import io.campanile.flow.message.MessageJson;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Messages and receipts for the users who are connected here by WebSocket (PROTOCOL 5 and 6). Thread-safe. */
public final class SocketDeliveries implements ReceiptTargets {

    private final Deliveries deliveries;
    private final Hub hub;
    private final FrameCodec codec;
    private final MessageFrames frames;
    private final Map<String, Delivery> byConnection = new ConcurrentHashMap<>();

    public SocketDeliveries(Deliveries deliveries, Hub hub, FrameCodec codec) {
        this.deliveries = deliveries;
        this.hub = hub;
        this.codec = codec;
        this.frames = new MessageFrames(codec);
        hub.onArrival(this::arrived);
        hub.onDeparture(this::left);
    }

    private void arrived(Connection connection) {
        if (!connection.principal().isDevice() && !byConnection.containsKey(connection.id())) {
            Delivery delivery = deliveries.open(connection.principal().id(), connection.clientId(), new SocketDelivery(connection, codec, frames));
            byConnection.put(connection.id(), delivery);
            connection.whenItTakesMore(delivery::ready);
        }
    }

    private void left(Connection connection) {
        Delivery delivery = byConnection.remove(connection.id());
        if (delivery != null) {
            delivery.close();
        }
    }

    /** Empty for a device, and once the connection is gone. */
    Optional<Delivery> find(Connection connection) {
        return Optional.ofNullable(byConnection.get(connection.id()));
    }

    @Override
    public void show(Collection<Receipt> receipts) {
        receipts.forEach(receipt -> show(receipt.senderId(), () -> MessageJson.of(receipt)));
    }

    @Override
    public void showExpired(Collection<Expired> expired) {
        expired.forEach(each -> show(each.senderId(), () -> MessageJson.of(each)));
    }

    private void show(String userId, Supplier<Map<String, Object>> fields) {
        Collection<Connection> connections = hub.ofUser(userId);
        if (!connections.isEmpty()) {
            SharedFrame frame = new SharedFrame(() -> codec.push("/push/message/receipt", fields.get()));
            connections.forEach(connection -> connection.send(frame.get()));
        }
    }
}
