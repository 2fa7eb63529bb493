package io.campanile.ops.overload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskSpaceTest {

    private static final long MB = 1024 * 1024;

    private final AtomicLong free = new AtomicLong(300 * MB);
    private final DiskSpace disk = new DiskSpace(Path.of("/data"), 256 * MB, free::get);

    @Test
    void isLowBelowTheReserve() {
        disk.measure();
        assertThat(disk.isLow()).isFalse();
        assertThatCode(disk::require).doesNotThrowAnyException();

        free.set(255 * MB);
        disk.measure();

        assertThat(disk.isLow()).isTrue();
        assertThatThrownBy(disk::require).isInstanceOf(IOException.class)
                .hasMessage("255 MB are free on the disk of /data, less than disk.reserve, 256 MB");
    }

    @Test
    void staysLowUntilAQuarterMoreThanTheReserveIsFree() {
        free.set(0);
        disk.measure();
        free.set(319 * MB);
        disk.measure();
        assertThat(disk.isLow()).as("else it would open and close with every report").isTrue();

        free.set(320 * MB);
        disk.measure();

        assertThat(disk.isLow()).isFalse();
    }

    @Test
    void measuresTheDiskOfADirectory(@TempDir Path directory) {
        DiskSpace real = DiskSpace.of(directory, Long.MAX_VALUE / 2);

        real.measure();

        assertThat(real.free()).isPositive().isCloseTo(directory.toFile().getUsableSpace(), within(1024 * MB));
        assertThat(real.isLow()).isTrue();
    }
}
