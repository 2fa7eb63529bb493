package io.campanile.edge.rest;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.session.Access;
import io.campanile.domain.session.Operation;
import io.campanile.domain.session.Sessions;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.rest.ResponseMessageDefinition;
import org.apache.camel.model.rest.RestBindingMode;
import org.apache.camel.model.rest.SecurityDefinition;

/**
 * What all REST routes have in common: each operation is a route of its own that authenticates, authorises and then
 * asks a bean. Camel runs them on Vert.x' worker threads, so a bean may block.
 */
abstract class RestRoutes extends RouteBuilder {

    private static final String HEADERS = "restRequestHeaders";

    private static final List<SecurityDefinition> SIGNED_IN = List.of(bearer());

    private final Sessions sessions;
    private final RestAnswers answers;

    RestRoutes(Sessions sessions, RestAnswers answers) {
        this.sessions = sessions;
        this.answers = answers;
    }

    /**
     * Declares the paths with their descriptions, then the route of each by the id that the path names; from these the
     * description of the API learns who may use it and what it answers.
     */
    abstract void operations();

    @Override
    public final void configure() {
        RouteDescriptions.follow(getContext().getCamelContextExtension().getContextPlugin(Model.class));
        getContext().getRegistry().bind(HEADERS, new RequestHeaders());
        restConfiguration().component("platform-http").bindingMode(RestBindingMode.off)
                .endpointProperty("headerFilterStrategy", "#" + HEADERS);
        onException(Exception.class).handled(true).process(answers::failure);
        operations();
    }

    /** An operation that anybody may use. */
    final void open(String id, Object bean, String method, int status) {
        perform(begin(id, status, List.of())
                .process(exchange -> exchange.getMessage().setBody(RestRequest.of(exchange))).id(id + "-read"),
                id, bean, method, status);
    }

    /** An operation for everybody who is signed in. */
    final void signedIn(String id, Object bean, String method, int status) {
        perform(begin(id, status, SIGNED_IN)
                .process(this::authenticate).id(id + "-identify"),
                id, bean, method, status);
    }

    /** An operation for those whom PROTOCOL 3 allows it. */
    final void allowed(Operation operation, String id, Object bean, String method, int status) {
        perform(begin(id, status, SIGNED_IN)
                .process(this::authenticate).id(id + "-identify")
                .process(exchange -> Access.require(request(exchange).principal(), operation)).id(id + "-authorise"),
                id, bean, method, status);
    }

    /** The same where a flow answers: it gets the fields of the body, and its last body is the answer. */
    final void allowed(Operation operation, String id, String uri, int status) {
        allowed(operation, id, (request, exchange) -> { }, uri, status);
    }

    /** The same where the request needs a look before; it may block, and set headers for the flow. */
    final void allowed(Operation operation, String id, BiConsumer<RestRequest, Exchange> look, String uri, int status) {
        allowed(operation, id, look, request -> request.fields().all(), uri, status);
    }

    /** The same where the request has no body. */
    final void bodiless(Operation operation, String id, BiConsumer<RestRequest, Exchange> look, String uri, int status) {
        allowed(operation, id, look, request -> Map.of(), uri, status);
    }

    private void allowed(Operation operation, String id, BiConsumer<RestRequest, Exchange> look, Function<RestRequest, Map<String, Object>> read,
            String uri, int status) {
        begin(id, status, SIGNED_IN)
                .process(this::authenticate).id(id + "-identify")
                .process(exchange -> Access.require(request(exchange).principal(), operation)).id(id + "-authorise")
                .process(exchange -> look.accept(request(exchange), exchange)).id(id + "-look")
                .process(exchange -> exchange.getMessage().setBody(read.apply(request(exchange)))).id(id + "-read")
                .to(uri).id(id + "-perform")
                .process(answers.success(status)).id(id + "-answer");
    }

    /** The same where the bean answers with a stream, which is read as the client takes it. */
    final void streamed(Operation operation, String id, Object bean, String method, String contentType) {
        begin(id, 200, SIGNED_IN)
                .process(this::authenticate).id(id + "-identify")
                .process(exchange -> Access.require(request(exchange).principal(), operation)).id(id + "-authorise")
                .bean(bean, method).id(id + "-perform")
                .process(answers.stream(contentType)).id(id + "-answer");
    }

    private RouteDefinition begin(String id, int status, List<SecurityDefinition> security) {
        String uri = "direct:" + id;
        getRestCollection().getRests().stream().flatMap(rest -> rest.getVerbs().stream())
                .filter(verb -> verb.getTo().getUri().equals(uri))
                .forEach(verb -> {
                    verb.setSecurity(security);
                    verb.setResponseMsgs(List.of(answer(status)));
                });
        return from(uri).routeId(id);
    }

    private static ResponseMessageDefinition answer(int status) {
        ResponseMessageDefinition answer = new ResponseMessageDefinition();
        answer.setCode(String.valueOf(status));
        answer.setMessage(status == RestAnswers.NO_CONTENT ? "Done" : "JSON, as the protocol says");
        return answer;
    }

    private void perform(RouteDefinition route, String id, Object bean, String method, int status) {
        route.bean(bean, method).id(id + "-perform")
                .process(answers.success(status)).id(id + "-answer");
    }

    private void authenticate(Exchange exchange) {
        RestRequest request = RestRequest.of(exchange);
        if (request.token() == null) {
            throw new CodedException(ErrorCode.UNAUTHENTICATED, "sign in first: send Authorization: Bearer <token>");
        }
        exchange.getMessage().setBody(request.from(sessions.verify(request.token())));
    }

    private static SecurityDefinition bearer() {
        SecurityDefinition bearer = new SecurityDefinition();
        bearer.setKey(ApiDescription.BEARER);
        return bearer;
    }

    private static RestRequest request(Exchange exchange) {
        return exchange.getMessage().getBody(RestRequest.class);
    }
}
