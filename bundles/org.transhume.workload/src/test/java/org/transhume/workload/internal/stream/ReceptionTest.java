// SPDX-License-Identifier: Apache-2.0
package org.transhume.workload.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.transhume.workload.internal.Lines;

class ReceptionTest {

  private static final long MILLI = 1_000_000;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Reception reception =
      new Reception(new Lines(new PrintStream(out, true, StandardCharsets.UTF_8)), 1000, 0);

  private static String line(long number) {
    return Chunk.of(number, 50).line().stripTrailing();
  }

  private Stream<String> told() {
    return out.toString(StandardCharsets.UTF_8).lines();
  }

  @Test
  void shouldBeSoundWhenEveryChunkCame() throws Exception {
    reception.line(line(1), 100 * MILLI, 7);
    reception.line(line(2), 300 * MILLI, 8);

    assertThat(reception.isSound()).isTrue();
    int bytes = line(1).length() + line(2).length() + 2;
    assertThat(told())
        .containsExactly("chunk\t1\t7", "chunk\t2\t8", "received\t2\t" + bytes + "\t200.000\t0");
  }

  @Test
  void shouldTellOfAMissingAndOfARepeatedChunk() throws Exception {
    reception.line(line(1), 0, 0);
    reception.line(line(4), 0, 0);
    reception.line(line(4), 0, 0);

    assertThat(reception.isSound()).isFalse();
    assertThat(told()).contains("fault\tgap\tafter 1 comes 4", "fault\tgap\tafter 4 comes 4");
  }

  @Test
  void shouldTellOfDamage() throws Exception {
    reception.line(line(1).replace(' ', '_'), 0, 0);
    reception.line(line(2) + "x", 0, 0);
    reception.line(line(3), 0, 0);

    assertThat(reception.isSound()).isFalse();
    assertThat(told().filter(line -> line.startsWith("fault")))
        .containsExactly("fault\tchecksum\tchunk 1", "fault\tchecksum\tchunk 2");
  }

  @Test
  void shouldTellOfAStallOnce() throws Exception {
    reception.line(line(1), 0, 0);
    reception.silence(1001 * MILLI);
    reception.silence(1500 * MILLI);
    reception.line(line(2), 1600 * MILLI, 0);

    assertThat(reception.isSound()).isFalse();
    assertThat(told().filter(line -> line.startsWith("fault"))).hasSize(1);
    assertThat(told()).last().asString().endsWith("\t1600.000\t1");
  }
}
