package io.campanile.edge.mqtt;

import io.campanile.domain.CodedException;
import io.campanile.domain.session.ServiceRequests;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The services that users reach over MQTT, by path (PROTOCOL 4 and 5): a new one is a line where this is made. Immutable. */
public final class MqttServices implements ServiceRequests {

    private final Map<String, ServiceRequests> services;

    public MqttServices(Map<String, ServiceRequests> services) {
        this.services = Map.copyOf(services);
    }

    @Override
    public CompletionStage<Map<String, Object>> answer(ServiceRequest request) {
        ServiceRequests service = services.get(request.service());
        return service == null
                ? CompletableFuture.failedFuture(CodedException.notFound("service"))
                : service.answer(request);
    }
}
