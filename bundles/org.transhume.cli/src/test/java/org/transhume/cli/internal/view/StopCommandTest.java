// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.transhume.api.model.Explanation;
import org.transhume.api.mx.Creation;
import org.transhume.api.mx.DomainStop;

class StopCommandTest {

  private final StringWriter out = new StringWriter();

  private String told() {
    return out.toString().replace(System.lineSeparator(), "\n");
  }

  @Test
  void shouldSayWhereItWas() {
    StopCommand.print(
        new DomainStop(true, "s-1", "etch-1-1", "8b74", "a-204-03", List.of()),
        new PrintWriter(out, true));

    assertThat(told()).isEqualTo("etch-1-1 (8b74) is stopped; it was on a-204-03\n");
  }

  @Test
  void shouldSayWhyItIsNotStopped() {
    List<Explanation> reasons = List.of(Explanation.of("GUEST_REBOOTS", "its guest reboots"));
    StopCommand.print(
        new DomainStop(false, "s-1", "etch-1-1", "8b74", "a-204-03", reasons),
        new PrintWriter(out, true));

    assertThat(told())
        .isEqualTo(
            """
            etch-1-1 (8b74) is not stopped; it is on a-204-03
              GUEST_REBOOTS  its guest reboots
            """);
  }

  @Test
  void shouldSayWhyItIsNotStarted() {
    List<Explanation> reasons = List.of(Explanation.of("NO_ROOM", "full"));
    CreateCommand.print(
        new Creation(false, "", "etch-1-1", "8b74", "", reasons),
        "started",
        "etch-1-1",
        new PrintWriter(out, true));

    assertThat(told()).isEqualTo("etch-1-1 (8b74) was not started\n  NO_ROOM  full\n");
  }
}
