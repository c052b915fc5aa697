// SPDX-License-Identifier: Apache-2.0
package org.transhume.fence.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.transhume.spi.fence.FenceFailure;
import org.transhume.spi.fence.FenceResult;

class CommandFenceTest {

  private final List<List<String>> run = new ArrayList<>();

  private CommandFence fence(Tool tool) {
    return new CommandFence(
        List.of("pdu", "--off"),
        Set.of(),
        Duration.ofSeconds(1),
        (command, limit) -> {
          run.add(command);
          return tool.run(command, limit);
        });
  }

  @Test
  void shouldGiveTheHostAsOneArgumentThatNoShellReads() {
    fence((command, limit) -> new Tool.Ended(true, 0, "")).fence("a; reboot");

    assertThat(run).containsExactly(List.of("pdu", "--off", "a; reboot"));
  }

  @Test
  void shouldNotRunForANameThatWouldBeReadAsAnOption() {
    FenceResult result = fence((command, limit) -> new Tool.Ended(true, 0, "")).fence("--all");

    assertThat(run).isEmpty();
    assertThat(result.failure()).isEqualTo(Optional.of(FenceFailure.UNKNOWN_HOST));
  }

  @Test
  void shouldTellTheLastWordsOfACommandThatFailed() {
    FenceResult result =
        fence((command, limit) -> new Tool.Ended(true, 3, "no outlet of that name")).fence("a");

    assertThat(result.failure()).isEqualTo(Optional.of(FenceFailure.FAILED));
    assertThat(result.text()).contains("ended with 3 for a: no outlet of that name");
  }

  @Test
  void shouldSayThatThereIsNoSuchProgram() {
    FenceResult result =
        fence(
                (command, limit) -> {
                  throw new IOException("No such file or directory");
                })
            .fence("a");

    assertThat(result.failure()).isEqualTo(Optional.of(FenceFailure.NOT_AVAILABLE));
    assertThat(result.text()).contains("pdu cannot be run: No such file or directory");
  }
}
