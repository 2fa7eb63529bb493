package io.campanile.ops.rehearsal;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Stands in for a port that only tells: each call is taken down, and answered with nothing. What a port gains stands in
 * without a line here.
 *
 * @param told takes a call as text, such as {@code Watchers.stateChanged DeviceState[sn=…]}
 */
record StandIn(String port, Consumer<String> told) implements InvocationHandler {

    static <T> T of(Class<T> port, Consumer<String> told) {
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, new StandIn(port.getSimpleName(), told)));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws ReflectiveOperationException {
        if (method.getDeclaringClass() == Object.class) {
            return method.invoke(this, arguments);
        }
        told.accept(port + '.' + method.getName() + ' ' + (arguments == null ? ""
                : Arrays.stream(arguments).map(String::valueOf).collect(Collectors.joining(", "))));
        return nothing(method.getReturnType());
    }

    private static Object nothing(Class<?> type) {
        if (type == boolean.class) {
            return false;
        }
        if (type == Optional.class) {
            return Optional.empty();
        }
        if (type == Map.class) {
            return Map.of();
        }
        return type == int.class ? (Object) 0 : type == List.class ? List.of() : null;
    }
}
