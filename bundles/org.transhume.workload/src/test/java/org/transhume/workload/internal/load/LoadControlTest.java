// SPDX-License-Identifier: Apache-2.0
package org.transhume.workload.internal.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.transhume.workload.internal.Arguments;
import org.transhume.workload.internal.Lines;

class LoadControlTest {

  private static List<String> run(LoadControl program, String... arguments) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int code =
        program.run(
            Arguments.of(program.usage(), List.of(arguments)),
            new Lines(new PrintStream(out, true, StandardCharsets.UTF_8)));
    assertThat(code).isZero();
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void shouldReachMostOfItsTargetInAMinute() throws Exception {
    LoadControl program = new LoadControl(new Pinning(), () -> {});

    List<String> told = run(program, "1", "0", "60", "--own-load");

    assertThat(told).hasSize(63);
    assertThat(Double.parseDouble(told.get(62).split("\t", -1)[2])).isBetween(0.8, 1.1);
  }

  @Test
  void shouldRunUnpinnedAndSayWhy() throws Exception {
    LoadControl program = new LoadControl(new Pinning("no-such-taskset"), () -> {});

    assertThat(run(program, "0", "0", "1").get(1)).startsWith("unpinned\t").contains("no-such");
  }

  @Test
  void shouldMeasureTheWholeMachineUnlessItIsToldOtherwise() throws Exception {
    LoadControl program = new LoadControl(new Pinning(), () -> {});

    assertThat(run(program, "0", "0", "1").get(0)).isEqualTo("measuring\t/proc/loadavg");
  }
}
