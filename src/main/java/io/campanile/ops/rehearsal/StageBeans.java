package io.campanile.ops.rehearsal;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;

/**
 * The beans that a flow finds on a stage: its doubles; of the running node's, those that are free of effects; for a
 * repository of repeats an empty one. Every other is not there. Thread-safe.
 */
final class StageBeans implements BeanRepository {

    /** More than a rehearsal plays. */
    private static final int REPEATS_KNOWN = 100_000;

    private final Registry running;
    private final Map<String, Object> doubles = new ConcurrentHashMap<>();

    StageBeans(Registry running) {
        this.running = running;
    }

    void add(Map<String, Object> more) {
        doubles.putAll(more);
    }

    /** Whether it exists only on the running node, and must not be called. */
    boolean isHeldBack(String name) {
        return lookupByName(name) == null && running.lookupByName(name) != null;
    }

    @Override
    public Object lookupByName(String name) {
        return doubles.computeIfAbsent(name, unknown -> harmless(running.lookupByName(name)));
    }

    private static Object harmless(Object bean) {
        if (bean instanceof IdempotentRepository) {
            return MemoryIdempotentRepository.memoryIdempotentRepository(REPEATS_KNOWN);
        }
        boolean free = bean instanceof AggregationStrategy || bean != null && bean.getClass().isAnnotationPresent(FreeOfEffects.class);
        return free ? bean : null;
    }

    @Override
    public <T> T lookupByNameAndType(String name, Class<T> type) {
        Object bean = lookupByName(name);
        return type.isInstance(bean) ? type.cast(bean) : null;
    }

    /** Camel looks for extensions of itself by their type, and a stage has none. */
    @Override
    public <T> Map<String, T> findByTypeWithName(Class<T> type) {
        return Map.of();
    }

    @Override
    public <T> Set<T> findByType(Class<T> type) {
        return Set.of();
    }
}
