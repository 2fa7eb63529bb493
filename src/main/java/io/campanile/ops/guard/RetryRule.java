package io.campanile.ops.guard;

import java.util.Properties;

/** How long a step is tried again, against those who wait for it: Kafka's group, the broker's session, the processor. */
final class RetryRule implements Rule {

    /** ms. */
    private static final long SHORTEST_PAUSE = 10;

    private final Endpoints endpoints;
    private final ComponentCatalog catalog;
    private final Properties settings;
    private final Beans beans;

    RetryRule(Endpoints endpoints, ComponentCatalog catalog, Beans beans, Properties settings) {
        this.endpoints = endpoints;
        this.catalog = catalog;
        this.beans = beans;
        this.settings = settings;
    }

    @Override
    public void check(Flow flow, Problems problems) {
        for (YamlNode route : flow.routes()) {
            RetryPolicy policy = policy(flow, route);
            if (policy != null) {
                FlowEndpoint source = endpoints.source(route);
                Options options = new Options(flow, route, source, settings, catalog.defaults(source.scheme()));
                check(policy, options, problems);
            }
        }
    }

    private void check(RetryPolicy policy, Options options, Problems problems) {
        boolean kafka = options.endpoint().scheme().equals("kafka");
        boolean mqtt = options.endpoint().scheme().equals(MqttRelations.SCHEME);
        if (policy.isForEver() && policy.longestPause() < SHORTEST_PAUSE) {
            problems.add(policy.where(), "a step would be tried again for ever, without a pause: write a redeliveryDelay of some hundred ms");
        }
        if (policy.retries() == 0 && (mqtt || kafka && !options.isOn("autoCommitEnable"))) {
            problems.add(policy.where(), "nothing is tried again: while a backend is away, every message would become a dead letter; write maximumRedeliveries: -1");
        }
        long poll = options.number("maxPollIntervalMs", Long.MAX_VALUE);
        if (kafka && (policy.isForEver() ? policy.longestPause() : policy.total()) >= poll) {
            problems.add(policy.where(), "a step may be tried again over " + (policy.isForEver() ? policy.longestPause() : policy.total())
                    + " ms, and Kafka gives the partition away after maxPollIntervalMs = " + poll + ": the next node would begin the same records");
        }
        long session = options.number("sessionExpiryInterval", Long.MAX_VALUE / 1_000) * 1_000;
        if (mqtt && !policy.isForEver() && policy.total() >= session) {
            problems.add(policy.where(), "a step may be tried again over " + policy.total() + " ms, and the broker forgets our session after "
                    + session + " ms: what it holds for us would be lost");
        }
    }

    /** @return null when the route has an error handler that keeps nothing */
    private RetryPolicy policy(Flow flow, YamlNode route) {
        YamlNode handler = route.has("errorHandler") ? route.at("errorHandler")
                : flow.configurations().getOrDefault(route.at("routeConfigurationId").text(), route).at("errorHandler");
        for (YamlNode kind : handler.fields().values()) {
            if (kind.has("redeliveryPolicyRef")) {
                YamlNode reference = kind.at("redeliveryPolicyRef");
                return beans.type(reference.text()) == null ? null : RetryPolicy.of(reference, beans);
            }
            if (kind.has("redeliveryPolicy") || "deadLetterChannel".equals(kind.name())) {
                return RetryPolicy.of(kind.has("redeliveryPolicy") ? kind.at("redeliveryPolicy") : kind);
            }
        }
        return null;
    }
}
