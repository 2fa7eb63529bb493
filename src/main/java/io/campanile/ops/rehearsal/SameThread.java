package io.campanile.ops.rehearsal;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.apache.camel.support.DefaultThreadPoolFactory;
import org.apache.camel.util.concurrent.SynchronousExecutorService;

/** Pools without threads: what a flow would do at the same time is done at once, so that an outcome is known when it is asked for. */
final class SameThread extends DefaultThreadPoolFactory {

    @Override
    public ExecutorService newCachedThreadPool(ThreadFactory threads) {
        return new SynchronousExecutorService();
    }

    @Override
    public ExecutorService newThreadPool(int size, int largest, long keepAlive, TimeUnit unit, int queue, boolean timeOut,
                                         RejectedExecutionHandler rejected, ThreadFactory threads) {
        return new SynchronousExecutorService();
    }
}
