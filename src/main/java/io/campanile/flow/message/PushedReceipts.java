package io.campanile.flow.message;

import io.campanile.domain.message.Expiries.Expired;
import io.campanile.domain.message.Receipt;
import io.campanile.domain.message.ReceiptTargets;
import io.campanile.domain.push.Push;
import io.campanile.domain.push.PushTarget;
import io.campanile.domain.push.PushTargets;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Receipts as pushes, for connections that have no other way for them, such as those over MQTT (PROTOCOL 8). Thread-safe. */
public final class PushedReceipts implements ReceiptTargets {

    private static final String SERVICE = "/push/message/receipt";

    private final PushTargets targets;
    private final Clock clock;

    public PushedReceipts(PushTargets targets, Clock clock) {
        this.targets = targets;
        this.clock = clock;
    }

    @Override
    public void show(Collection<Receipt> receipts) {
        receipts.forEach(receipt -> show(receipt.senderId(), MessageJson.of(receipt)));
    }

    @Override
    public void showExpired(Collection<Expired> expired) {
        expired.forEach(each -> show(each.senderId(), MessageJson.of(each)));
    }

    private void show(String userId, Map<String, Object> fields) {
        targets.push(new Push(UUID.randomUUID().toString(), PushTarget.users(List.of(userId)), SERVICE,
                fields, clock.millis()));
    }
}
