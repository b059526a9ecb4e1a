package io.github.imagebind4j.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PictureMemoryTest {
  private static final long MIB = 1L << 20;

  private final PictureMemory memory = new PictureMemory();

  private MemorySegment take(long bytes) {
    return Objects.requireNonNull(memory.take(bytes));
  }

  @Test
  void whatWasGivenBackIsHandedOutAgain() {
    MemorySegment first = take(10 * MIB);
    memory.give(first);
    assertThat(take(9 * MIB)).isSameAs(first);
  }

  @Test
  void noPieceHasTwoUsers() {
    assertThat(take(MIB).address()).isNotEqualTo(take(MIB).address());
  }

  @Test
  void aLargerPictureGetsALargerPiece() {
    memory.give(take(MIB));
    assertThat(take(50 * MIB).byteSize()).isGreaterThanOrEqualTo(50 * MIB);
  }

  @Test
  void beyondItsLimitItHandsOutNothing() {
    assertThat(memory.take(193 * MIB)).isNull();
    MemorySegment most = take(150 * MIB);
    assertThat(memory.take(50 * MIB)).isNull();
    memory.give(most);
    assertThat(memory.take(50 * MIB)).isSameAs(most);
  }
}
