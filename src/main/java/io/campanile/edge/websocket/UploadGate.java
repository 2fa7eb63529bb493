package io.campanile.edge.websocket;

import io.campanile.domain.CodedException;
import io.campanile.ops.overload.Admission;
import java.util.function.BiConsumer;

/** Refuses, while there is no place for it, what a route would make durable: a service that a route answers. Thread-safe. */
final class UploadGate implements RequestHandler {

    private final RequestHandler next;
    private final Admission admission;

    UploadGate(RequestHandler next, Admission admission) {
        this.next = next;
        this.admission = admission;
    }

    @Override
    public void handle(Request request, Service service, BiConsumer<Object, Throwable> done) {
        if (service.uri() != null) {
            try {
                admission.upload();
            } catch (CodedException e) {
                done.accept(null, e);
                return;
            }
        }
        next.handle(request, service, done);
    }
}
