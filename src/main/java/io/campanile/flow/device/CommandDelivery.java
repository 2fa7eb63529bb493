package io.campanile.flow.device;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.device.Command;
import io.campanile.domain.device.CommandEvent;
import io.campanile.domain.device.CommandQueues;
import io.campanile.domain.device.CommandQueues.Delivery;
import io.campanile.domain.device.CommandQueues.Work;
import io.campanile.domain.device.CommandTransport;
import io.campanile.flow.DeadLetters;
import io.campanile.flow.Headers;
import io.campanile.flow.KafkaBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultMessage;

/** The steps of the device-command flow downstream of Kafka. Thread-safe. */
public final class CommandDelivery {

    private static final int DUE_AT_ONCE = 500;

    private final CamelContext camel;
    private final CommandQueues queues;
    private final CommandTransport mqtt;
    private final boolean brokerTells;
    private final DeviceCommands commands;
    private final DeadLetters deadLetters;

    /** @param brokerTells whether the broker tells who has a command; if not, one counts as sent once the broker has it */
    public CommandDelivery(CamelContext camel, CommandQueues queues, CommandTransport mqtt, boolean brokerTells, DeviceCommands commands,
            DeadLetters deadLetters) {
        this.camel = camel;
        this.queues = queues;
        this.mqtt = mqtt;
        this.brokerTells = brokerTells;
        this.commands = commands;
        this.deadLetters = deadLetters;
    }

    /** Records of {@code device.commands} to events. One that cannot be read goes to the dead letters alone. */
    public List<CommandEvent> decode(List<Exchange> batch, Exchange exchange) {
        List<CommandEvent> events = new ArrayList<>(batch.size());
        for (Exchange record : batch) {
            try {
                event(record.getMessage()).ifPresent(events::add);
            } catch (CodedException e) {
                refuse(record.getMessage(), exchange, e);
            }
        }
        return events;
    }

    private Optional<CommandEvent> event(Message message) {
        String sn = message.getHeader(KafkaConstants.KEY, String.class);
        return sn == null || sn.isEmpty() ? Optional.empty()
                : Optional.of(event(sn, message.getHeader(Headers.COMMAND, DeviceCommands.DUE, String.class), KafkaBatch.body(message), message));
    }

    private void refuse(Message record, Exchange exchange, CodedException cause) {
        deadLetters.refuse(exchange.getFromRouteId(), KafkaBatch.body(record), record.getHeaders(), cause);
    }

    private CommandEvent event(String sn, String kind, byte[] body, Message message) {
        return switch (kind) {
            case DeviceCommands.GIVEN -> new CommandEvent.Given(Command.read(sn, commands.read(body)));
            case DeviceCommands.REPLY -> new CommandEvent.Replied(sn, commands.readReply(body), recordId(message));
            case DeviceCommands.CONFIRMED -> new CommandEvent.Confirmed(sn, String.valueOf(commands.read(body).get("command_id")));
            case DeviceCommands.LISTENING -> new CommandEvent.Listening(sn, String.valueOf(commands.read(body).get("connection_id")));
            // A presence, or what a newer node knows and this one does not
            default -> new CommandEvent.Due(sn);
        };
    }

    private static String recordId(Message message) {
        return message.getHeader(KafkaConstants.TOPIC, String.class) + '-' + message.getHeader(KafkaConstants.PARTITION, Integer.class)
                + '-' + message.getHeader(KafkaConstants.OFFSET, Long.class);
    }

    /** Takes the events in and claims what is to be sent; repeats are recognised inside the transaction. */
    public Work take(List<CommandEvent> events, Exchange exchange) {
        Work work;
        try {
            work = queues.take(events);
        } catch (CodedException e) {
            if (e.code() != ErrorCode.INVALID) {
                throw e;
            }
            work = oneByOne(exchange);
        }
        for (CommandEvent.Replied stranger : work.strangers()) {
            KafkaBatch.of(exchange).stream().map(Exchange::getMessage).filter(record -> recordId(record).equals(stranger.recordId())).findFirst()
                    .ifPresent(record -> refuse(record, exchange, CodedException.notFound("command " + stranger.reply().commandId())));
        }
        return work;
    }

    /** What the database refuses goes to the dead letters alone; what cannot be read is there already. */
    private Work oneByOne(Exchange exchange) {
        Work all = new Work(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (Exchange record : KafkaBatch.of(exchange)) {
            try {
                Work one = queues.take(readable(record.getMessage()));
                all.deliveries().addAll(one.deliveries());
                all.answers().addAll(one.answers());
                all.strangers().addAll(one.strangers());
            } catch (CodedException e) {
                if (e.code() != ErrorCode.INVALID) {
                    throw e;
                }
                refuse(record.getMessage(), exchange, e);
            }
        }
        return all;
    }

    private List<CommandEvent> readable(Message record) {
        try {
            return event(record).stream().toList();
        } catch (CodedException e) {
            return List.of();
        }
    }

    /** Gives the broker what is for devices there, and waits until it has it; what is for WebSockets is told to every node. */
    public Work send(Work work) {
        List<Delivery> sockets = new ArrayList<>();
        List<Delivery> next = work.deliveries();
        while (!next.isEmpty()) {
            sockets.addAll(next.stream().filter(delivery -> delivery.node() != null).toList());
            List<CommandEvent> taken = publish(next.stream().filter(delivery -> delivery.node() == null).toList());
            next = brokerTells ? List.of() : queues.take(taken).deliveries();
        }
        return new Work(sockets, work.answers(), List.of());
    }

    private List<CommandEvent> publish(List<Delivery> deliveries) {
        record Sent(Delivery delivery, CompletionStage<Boolean> taken) {
        }
        List<Sent> all = deliveries.stream().map(delivery -> new Sent(delivery, mqtt.send(delivery))).toList();
        List<CommandEvent> taken = new ArrayList<>(all.size());
        for (Sent sent : all) {
            if (await(sent.taken())) {
                taken.add(new CommandEvent.Confirmed(sent.delivery().command().sn(), sent.delivery().command().commandId()));
            } else {
                queues.release(sent.delivery());
            }
        }
        return taken;
    }

    private static boolean await(CompletionStage<Boolean> taken) {
        try {
            return taken.toCompletableFuture().join();
        } catch (CompletionException e) {
            throw new IllegalStateException("the MQTT broker does not take a command: " + e.getCause(), e);
        }
    }

    /** The records that let the devices be looked at of which something is due. */
    public List<Message> due() {
        return queues.due(DUE_AT_ONCE).stream().map(sn -> {
            Message message = new DefaultMessage(camel);
            message.setBody(new byte[0]);
            message.setHeader(KafkaConstants.KEY, sn);
            message.setHeader(Headers.COMMAND, DeviceCommands.DUE);
            return message;
        }).toList();
    }
}
