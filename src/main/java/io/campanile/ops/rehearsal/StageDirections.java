package io.campanile.ops.rehearsal;

import java.util.Set;
import java.util.function.Supplier;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.DelayDefinition;
import org.apache.camel.model.LogDefinition;
import org.apache.camel.model.ModelLifecycleStrategySupport;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RedeliveryPolicyDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ThrottleDefinition;
import org.apache.camel.model.errorhandler.DefaultErrorHandlerDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/** Follows every step of a flow, and changes those that would have an effect, wait or write to the log. */
final class StageDirections extends ModelLifecycleStrategySupport implements InterceptStrategy {

    private static final Set<Class<?>> LEFT_OUT = Set.of(LogDefinition.class, DelayDefinition.class, ThrottleDefinition.class);

    private final StageBeans beans;
    private final Supplier<Transcript> transcript;

    StageDirections(StageBeans beans, Supplier<Transcript> transcript) {
        this.beans = beans;
        this.transcript = transcript;
    }

    @Override
    public void onAddRouteDefinition(RouteDefinition route) {
        ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), BeanDefinition.class).stream()
                .filter(step -> step.getRef() == null || beans.isHeldBack(step.getRef()))
                .forEach(this::holdBack);
        if (route.isErrorHandlerFactorySet() && route.getErrorHandlerFactory() instanceof DefaultErrorHandlerDefinition handler) {
            handler.setRedeliveryPolicyRef(null);
            handler.setRedeliveryPolicy(once());
        }
        ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), OnExceptionDefinition.class).forEach(failure -> {
            failure.setRedeliveryPolicyRef(null);
            failure.setRedeliveryPolicyType(once());
            failure.setRetryWhile(null);
        });
    }

    /** Nothing here would be another time what it is not the first time. */
    private static RedeliveryPolicyDefinition once() {
        RedeliveryPolicyDefinition once = new RedeliveryPolicyDefinition();
        once.setMaximumRedeliveries("0");
        return once;
    }

    private void holdBack(BeanDefinition step) {
        String name = step.getRef() == null ? step.getBeanType() : step.getRef();
        String call = name + (step.getMethod() == null ? "" : "." + step.getMethod());
        Processor takenDown = exchange -> transcript.get().note("calls " + call + argument(call, exchange.getMessage()));
        step.setBean(takenDown);
        step.setRef(null);
        step.setBeanType((String) null);
        step.setMethod(null);
    }

    /** One that names its arguments need not take the body. */
    private static String argument(String call, Message message) {
        return call.endsWith(")") ? "" : " with " + Wording.text(message, message.getBody());
    }

    @Override
    public Processor wrapProcessorInInterceptors(CamelContext context, NamedNode definition, Processor target, Processor next) {
        if (LEFT_OUT.contains(definition.getClass())) {
            return AsyncProcessorConverterHelper.convert(exchange -> transcript.get().entered(definition));
        }
        return new DelegateAsyncProcessor(target) {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                try {
                    transcript.get().entered(definition);
                } catch (IllegalStateException e) {
                    exchange.setException(e);
                    callback.done(true);
                    return true;
                }
                return super.process(exchange, done -> {
                    if (exchange.getException() != null) {
                        transcript.get().failed(definition, exchange.getException());
                    }
                    callback.done(done);
                });
            }
        };
    }
}
