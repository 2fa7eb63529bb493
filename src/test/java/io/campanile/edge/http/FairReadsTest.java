package io.campanile.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.socket.nio.NioSocketChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who sends without a pause is read from in small portions, one a turn. */
class FairReadsTest {

    private final NioSocketChannel channel = new NioSocketChannel();

    @AfterEach
    void close() {
        channel.unsafe().closeForcibly();
    }

    @Test
    void growsWithWhatComesButNotBeyondItsBound() {
        FairReads.limit(channel.config());
        RecvByteBufAllocator.Handle reads = channel.config().getRecvByteBufAllocator().newHandle();

        for (int turn = 0; turn < 20; turn++) {
            assertThat(readOnce(reads)).isLessThanOrEqualTo(FairReads.AT_MOST);
        }

        assertThat(reads.guess()).isEqualTo(FairReads.AT_MOST);
    }

    @Test
    void readsOnceATurnThoughMoreIsThere() {
        FairReads.limit(channel.config());
        RecvByteBufAllocator.Handle reads = channel.config().getRecvByteBufAllocator().newHandle();

        readOnce(reads);

        assertThat(((RecvByteBufAllocator.ExtendedHandle) reads).continueReading(() -> true)).isFalse();
    }

    @Test
    void holdsForOneThatWasReadFromBeforeToo() {
        RecvByteBufAllocator.Handle begun = channel.config().getRecvByteBufAllocator().newHandle();

        FairReads.limit(channel.config());

        readOnce(begun);
        assertThat(((RecvByteBufAllocator.ExtendedHandle) begun).continueReading(() -> true)).isFalse();
    }

    /** A turn in which as much is there as is asked for. @return how much that was */
    private int readOnce(RecvByteBufAllocator.Handle reads) {
        reads.reset(channel.config());
        ByteBuf buffer = reads.allocate(UnpooledByteBufAllocator.DEFAULT);
        int size = buffer.writableBytes();
        buffer.release();
        reads.attemptedBytesRead(size);
        reads.lastBytesRead(size);
        reads.incMessagesRead(1);
        reads.readComplete();
        return size;
    }
}
