package io.campanile.ops.overload;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;

/**
 * How full the old generation is after a collection: what is in it then is in use. Until the next collection it is what it
 * was, and while little is accepted there may be none, so what is in use now counts when it is less.
 */
public final class Heap implements Load {

    private static final double MOST = 0.9;

    private final List<MemoryPoolMXBean> old = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP && pool.isUsageThresholdSupported())
            .toList();

    @Override
    public String name() {
        return "heap after collection";
    }

    @Override
    public double measure() {
        double fullest = 0;
        for (MemoryPoolMXBean pool : old) {
            MemoryUsage after = pool.getCollectionUsage();
            if (after != null && after.getMax() > 0) {
                fullest = Math.max(fullest, (double) Math.min(after.getUsed(), pool.getUsage().getUsed()) / after.getMax());
            }
        }
        return fullest / MOST;
    }
}
