package io.campanile.ops.rehearsal;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;

/** Messages and failures as text. */
final class Wording {

    /** What Camel appends to its messages. */
    private static final Pattern EXCHANGE = Pattern.compile("\\. Exchange\\[.*", Pattern.DOTALL);
    /** What a message brings with it that no other system is told. */
    private static final Pattern INTERNAL = Pattern.compile("(Camel|kafka\\.|breadcrumbId|dlq\\.).*");

    private Wording() {
    }

    /** A list is many messages: a batch, or what a producer sends one by one. */
    static Stream<String> messages(Exchange exchange) {
        Message message = exchange.getMessage();
        if (message.getBody() instanceof List<?> list) {
            return list.stream().map(element -> element instanceof Exchange one ? message(one.getMessage())
                    : element instanceof Message one ? message(one) : ": " + text(message, element));
        }
        return Stream.of(message(message));
    }

    private static String message(Message message) {
        StringBuilder text = new StringBuilder();
        Map<String, Object> headers = new TreeMap<>(message.getHeaders());
        headers.forEach((name, value) -> {
            if (name.equals(KafkaConstants.KEY) || name.equals(KafkaConstants.OVERRIDE_TOPIC)) {
                text.append(", ").append(name.substring("kafka.".length()).toLowerCase(Locale.ROOT)).append(' ')
                        .append(text(message, value));
            } else if (!INTERNAL.matcher(name).matches()
                    && (value instanceof String || value instanceof Number || value instanceof Boolean || value instanceof byte[])) {
                text.append(", ").append(name).append(' ').append(text(message, value));
            }
        });
        return text.append(": ").append(text(message, message.getBody())).toString();
    }

    /** Any value; of what Camel cannot read as text, what Java says of it. */
    static String text(Message context, Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(element -> element instanceof Exchange one ? text(one.getMessage(), one.getMessage().getBody())
                    : element instanceof Message one ? text(one, one.getBody()) : text(context, element)).toList().toString();
        }
        String text = context.getExchange() == null ? null
                : context.getExchange().getContext().getTypeConverter().tryConvertTo(String.class, context.getExchange(), value);
        return text == null ? value.toString() : text;
    }

    /** Why a step failed, without what Camel adds about the message. */
    static String cause(Throwable failure) {
        String text = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        return EXCHANGE.matcher(text).replaceFirst("").strip().lines().findFirst().orElse("");
    }

    /** Why a flow could not be loaded: the innermost reason, since those around it only repeat the YAML. */
    static String rootCause(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause(cause);
    }
}
