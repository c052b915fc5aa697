// SPDX-License-Identifier: Apache-2.0
package org.transhume.fence.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.spi.fence.FenceFailure;
import org.transhume.spi.fence.FenceResult;
import org.transhume.spi.power.PowerResult;

/** The words of the real ipmitool, where a simulated controller refuses or is silent. */
@Timeout(300)
class RealIpmitoolTest {

  private static final Duration ENOUGH = Duration.ofSeconds(110);

  @TempDir Path folder;
  private SimulatedController controller;

  @BeforeEach
  void start() throws Exception {
    controller = SimulatedController.start(folder);
  }

  @AfterEach
  void stop() {
    if (controller != null) {
      controller.close();
    }
  }

  private FenceResult fence(IpmiFence fence) {
    return fence.fence(SimulatedController.HOST);
  }

  @Test
  void shouldCutThePowerAndLetItBackOn() {
    IpmiFence fence = controller.fence(ENOUGH);

    assertThat(fence(fence).isFenced()).isTrue();
    assertThat(controller.isOn()).isFalse();
    PowerResult up = fence.switchOn(SimulatedController.HOST);
    assertThat(up.outcome()).as(up.text()).isEqualTo(PowerResult.Outcome.ORDERED);
    assertThat(controller.isOn()).isTrue();
    assertThat(controller.commands)
        .extracting(command -> command.substring(command.lastIndexOf(' ') + 1))
        .containsExactly("status", "off", "status", "status", "on");
  }

  @Test
  void shouldSayWhatToLookAtWhenThePasswordIsWrong() throws Exception {
    String wrong = controller.secret("wrong", "wrong");
    FenceResult result = fence(controller.fence("fencer", wrong, ENOUGH));

    assertThat(result.failure()).isEqualTo(Optional.of(FenceFailure.DEVICE_FAILED));
    assertThat(result.text()).contains("Unable to establish", "address", "user", wrong);
    assertThat(controller.isOn()).isTrue();
  }

  @Test
  void shouldTellThatTheUserMayNotDoIt() {
    String file = folder.resolve("password").toString();
    FenceResult result = fence(controller.fence(controller.options("USER"), "guest", file, ENOUGH));

    assertThat(result.failure()).isEqualTo(Optional.of(FenceFailure.DEVICE_FAILED));
    assertThat(result.text()).contains("Insufficient privilege level");
    assertThat(controller.isOn()).isTrue();
  }

  @Test
  void shouldSayThatNobodyIsThere() {
    controller.hang();
    FenceResult result = fence(controller.fence(ENOUGH));

    assertThat(result.failure()).isEqualTo(Optional.of(FenceFailure.DEVICE_FAILED));
    assertThat(result.text()).contains("127.0.0.1", "address");
  }

  @Test
  void shouldShowThePasswordToNobody() throws Exception {
    FenceResult worked = fence(controller.fence(ENOUGH));
    String wrong = controller.secret("wrong", "another-secret");
    FenceResult refused = fence(controller.fence("fencer", wrong, ENOUGH));

    assertThat(controller.commands).isNotEmpty();
    assertThat(String.join("\n", controller.commands) + worked.text() + refused.text())
        .doesNotContain(controller.password(), "another-secret");
  }
}
