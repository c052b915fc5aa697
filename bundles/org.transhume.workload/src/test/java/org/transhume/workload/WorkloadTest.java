// SPDX-License-Identifier: Apache-2.0
package org.transhume.workload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkloadTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pong                                | there is no program 'pong'; there are load-control,",
        "sequence-reader                     | sequence-reader: too few arguments; usage: sequence",
        "sequence-reader a b                 | sequence-reader: too many arguments; usage: sequenc",
        "sequence-reader a --fast            | there is no option --fast; usage: sequence-reader",
        "ping ::1 7 10 2000 1 --source       | --source lacks its value; usage: ping ADDRESS",
        "load-control much 0 1               | TARGET is 'much', and must be a number from 0.0",
        "load-control 1 0 0                  | SECONDS is '0', and must be a number from 0.001",
        "rmi-server ::1 65536                | PORT is '65536', and must be a whole number from 0",
        "stream-client ftp://x/ 1            | URL is 'ftp://x/', and must be like http://",
        "sequence-writer a 1 --sabotage burn | there is no sabotage 'burn'; there are [NONE, SKIP]"
      })
  void shouldAnswerWrongArgumentsByOneLine(String arguments, String complaint) throws Exception {
    try (RunningProgram program = RunningProgram.of(arguments.split(" "))) {
      assertThat(program.code()).isEqualTo(2);
      assertThat(program.complaint()).startsWith("workload: " + complaint).hasLineCount(1);
      assertThat(program.lines()).isEmpty();
    }
  }

  @Test
  void shouldSayWhyItCouldNotRun() throws Exception {
    try (RunningProgram program = RunningProgram.of("sequence-reader", "no/such/file")) {
      assertThat(program.code()).isEqualTo(3);
      assertThat(program.complaint()).startsWith("workload: sequence-reader: ").hasLineCount(1);
    }
  }
}
