package io.github.imagebind4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Reading what the kernel says of memory, from files laid out as it does.
class MachineMemoryTest {
  @TempDir private Path root;

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private void machine(long kilobytes) throws IOException {
    write(
        "proc/meminfo",
        "MemTotal: 99999999 kB\nMemFree: 1 kB\nMemAvailable:   " + kilobytes + " kB\n");
  }

  @Test
  void withoutALimitItIsWhatTheKernelEstimates() throws IOException {
    machine(1000);
    assertThat(MachineMemory.available(root)).isEqualTo(1000 << 10);
  }

  @Test
  void theContainersLimitCountsWithoutItsPageCache() throws IOException {
    machine(1 << 20);
    write("proc/self/cgroup", "0::/docker/abc\n");
    write("sys/fs/cgroup/docker/abc/memory.max", "600000\n");
    write("sys/fs/cgroup/docker/abc/memory.current", "500000\n");
    write(
        "sys/fs/cgroup/docker/abc/memory.stat", "anon 1\ninactive_file 30000\nactive_file 4000\n");
    assertThat(MachineMemory.available(root)).isEqualTo(134_000);
  }

  @Test
  void theLimitOfAGroupAroundCountsToo() throws IOException {
    machine(1 << 20);
    write("proc/self/cgroup", "0::/a/b\n");
    write("sys/fs/cgroup/a/memory.max", "1000");
    write("sys/fs/cgroup/a/memory.current", "400");
    write("sys/fs/cgroup/a/b/memory.max", "max");
    assertThat(MachineMemory.available(root)).isEqualTo(600);
  }

  @Test
  void version1IsReadToo() throws IOException {
    machine(1 << 20);
    write("proc/self/cgroup", "5:devices:/\n4:cpu,memory:/job\n0::/\n");
    write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
    write("sys/fs/cgroup/memory/job/memory.limit_in_bytes", "7000");
    write("sys/fs/cgroup/memory/job/memory.usage_in_bytes", "6500");
    write("sys/fs/cgroup/memory/job/memory.stat", "total_inactive_file 100\n");
    assertThat(MachineMemory.available(root)).isEqualTo(600);
  }

  @Test
  void aPathOfTheHostLeavesTheMountItself() throws IOException {
    machine(1 << 20);
    write("proc/self/cgroup", "0::/../../elsewhere\n");
    write("sys/fs/cgroup/memory.max", "5000");
    write("sys/fs/cgroup/memory.current", "2000");
    assertThat(MachineMemory.available(root)).isEqualTo(3000);
  }

  @Test
  void nonsenseSetsNoLimit() throws IOException {
    machine(1000);
    write("proc/self/cgroup", "\n:::\n0:\nmemory\n0::/\n");
    write("sys/fs/cgroup/memory.max", "a lot");
    assertThat(MachineMemory.available(root)).isEqualTo(1000 << 10);
  }

  @Test
  void whereThereIsNoProcItIsHalfOfThePhysicalMemory() {
    assertThat(MachineMemory.available(root)).isGreaterThan(1L << 20);
  }

  @Test
  void thisMachineHasSome() {
    assertThat(MachineMemory.available()).isGreaterThan(1L << 20).isLessThan(1L << 50);
  }
}
