// SPDX-License-Identifier: Apache-2.0
package org.transhume.workload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoadTest {

  @Test
  void shouldLoadTheMachineForTheGivenTime() throws Exception {
    try (RunningProgram load = RunningProgram.of("load-control", "0.5", "0", "2", "--own-load")) {
      assertThat(load.code()).as(load::complaint).isZero();
      assertThat(load.lines().get(0)).isEqualTo("measuring\town threads");
      assertThat(load.lines("load")).hasSize(2).allMatch(fields -> fields.size() == 3);
      assertThat(load.last()).startsWith("reached", "0.500").hasSize(3);
    }
  }

  @Test
  void shouldReachNothingWhenSabotaged() throws Exception {
    try (RunningProgram load =
        RunningProgram.of("load-control", "4", "0", "1", "--own-load", "--sabotage", "idle")) {
      assertThat(load.code()).isZero();
      assertThat(load.last()).containsExactly("reached", "4.000", "0.000");
    }
  }
}
