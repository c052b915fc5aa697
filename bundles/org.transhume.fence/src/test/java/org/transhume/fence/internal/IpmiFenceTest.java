// SPDX-License-Identifier: Apache-2.0
package org.transhume.fence.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.spi.fence.Fence;
import org.transhume.spi.fence.FenceFailure;
import org.transhume.spi.fence.FenceResult;
import org.transhume.spi.power.PowerResult;

class IpmiFenceTest {

  private final FakeController controller = new FakeController();

  static IpmiFence fence(FakeController controller) {
    return fence(controller, controller);
  }

  private static IpmiFence fence(FakeController controller, Tool tool) {
    return new IpmiFence(
        new IpmiFence.Access(
            "ipmitool", List.of("-I", "lanplus"), "fencer", "secret", Duration.ofSeconds(30)),
        Map.of("a-204-02", "10.0.0.2"),
        tool,
        controller::nanoTime,
        controller::pause);
  }

  @Test
  void shouldAskForThePowerAgainAfterItWasSwitchedOff() {
    assertThat(fence(controller).fence("a-204-02").isFenced()).isTrue();

    assertThat(controller.asked)
        .extracting(command -> command.get(command.size() - 1))
        .containsExactly("status", "off", "status");
    assertThat(controller.asked.get(1))
        .containsExactly(
            "ipmitool",
            "-I",
            "lanplus",
            "-H",
            "10.0.0.2",
            "-U",
            "fencer",
            "-f",
            "secret",
            "chassis",
            "power",
            "off");
  }

  @Test
  void shouldSwitchNothingOffThatIsOff() {
    controller.on = false;
    assertThat(fence(controller).fence("a-204-02").isFenced()).isTrue();

    assertThat(controller.asked).hasSize(1);
  }

  @Test
  void shouldSayThatTheHostIsStillOn() {
    controller.resists = true;
    FenceResult result = fence(controller).fence("a-204-02");

    assertThat(result.failure()).isEqualTo(Optional.of(FenceFailure.STILL_ON));
    assertThat(result.text()).contains("10.0.0.2");
  }

  @Test
  void shouldTellWhatTheControllerRefuses() {
    controller.answersAlways = new Tool.Ended(true, 1, "RAKP 2 HMAC is invalid");
    FenceResult result = fence(controller).fence("a-204-02");

    assertThat(result.failure()).isEqualTo(Optional.of(FenceFailure.DEVICE_FAILED));
    assertThat(result.text()).contains("RAKP 2 HMAC is invalid");
  }

  @Test
  void shouldNotBelieveAnAnswerThatSaysNeither() {
    controller.answersAlways = new Tool.Ended(true, 0, "Chassis Power is on\nChassis Power is off");

    assertThat(fence(controller).fence("a-204-02").failure())
        .isEqualTo(Optional.of(FenceFailure.DEVICE_FAILED));
  }

  /** What ipmitool 1.8.19 printed on either stream when OpenIPMI's simulator was asked. */
  private static String recorded(String name) throws IOException {
    try (InputStream printed =
        IpmiFenceTest.class.getResourceAsStream("/ipmitool-1.8.19/" + name + ".txt")) {
      return new String(printed.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Tool answering(String status, String order, List<String> asked) {
    return (command, limit) -> {
      String what = command.get(command.size() - 1);
      asked.add(what);
      return new Tool.Ended(true, 0, recorded(what.equals("status") ? status : order));
    };
  }

  @Test
  void shouldReadWhatIpmitoolPrints() {
    List<String> asked = new ArrayList<>();

    assertThat(fence(controller, answering("status-off", "off", asked)).fence("a-204-02"))
        .extracting(FenceResult::isFenced)
        .isEqualTo(true);
    assertThat(fence(controller, answering("status-on", "off", asked)).fence("a-204-02").failure())
        .isEqualTo(Optional.of(FenceFailure.STILL_ON));
    assertThat(fence(controller, answering("status-on", "soft", asked)).switchOff("a-204-02"))
        .extracting(PowerResult::outcome)
        .isEqualTo(PowerResult.Outcome.ORDERED);
    assertThat(fence(controller, answering("status-off", "on", asked)).switchOn("a-204-02"))
        .extracting(PowerResult::outcome)
        .isEqualTo(PowerResult.Outcome.ORDERED);
    assertThat(asked)
        .startsWith("status", "status", "off")
        .endsWith("status", "soft", "status", "on");
  }

  @Test
  void shouldTellWhyIpmitoolFailed() throws IOException {
    for (String unreachable : List.of("wrong-password", "nobody-there")) {
      controller.answersAlways = new Tool.Ended(true, 1, recorded(unreachable));
      FenceResult result = fence(controller).fence("a-204-02");

      assertThat(result.failure()).isEqualTo(Optional.of(FenceFailure.DEVICE_FAILED));
      assertThat(result.text()).contains("Unable to establish", "look at", "10.0.0.2", "fencer");
    }
    controller.answersAlways = new Tool.Ended(true, 1, recorded("off-refused"));

    assertThat(fence(controller).fence("a-204-02").text())
        .contains("Insufficient privilege level")
        .doesNotContain("look at");
  }

  @Test
  void shouldSayThatIpmitoolIsMissing() {
    Tool missing =
        (command, limit) -> {
          throw new IOException("error=2, No such file or directory");
        };
    FenceResult result = fence(controller, missing).fence("a-204-02");

    assertThat(result.failure()).isEqualTo(Optional.of(FenceFailure.NOT_AVAILABLE));
    assertThat(result.text()).contains("install ipmitool");
  }

  @Test
  void shouldNameWhatIsWrongWithItsConfiguration(@TempDir Path folder) throws IOException {
    Path open = Files.writeString(folder.resolve("open"), "secret");
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
    Path secret = Files.writeString(folder.resolve("secret"), "secret");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));

    assertThat(read("a-204-02=10.0.0.2", secret).description()).contains("1 hosts");
    assertThatThrownBy(() -> read("a-204-02=10.0.0.2", open)).hasMessageContaining("chmod 600");
    assertThatThrownBy(() -> read("a-204-02", secret)).hasMessageContaining("HOST=ADDRESS");
    assertThatThrownBy(() -> read("a=1,a=2", secret)).hasMessageContaining("twice");
    assertThatThrownBy(() -> read("", secret)).hasMessageContaining("hosts is empty");
    assertThatThrownBy(() -> read("a=1", folder.resolve("none")))
        .hasMessageContaining("cannot be read");
  }

  private Fence read(String hosts, Path passwordFile) {
    Map<String, Object> written =
        Map.of(
            "hosts",
            new String[] {hosts},
            "user",
            "fencer",
            "passwordFile",
            passwordFile.toString());
    Object given =
        Proxy.newProxyInstance(
            IpmiFenceTest.class.getClassLoader(),
            new Class<?>[] {IpmiFenceConfiguration.class},
            (proxy, method, arguments) ->
                written.getOrDefault(method.getName(), method.getDefaultValue()));
    return IpmiFenceComponent.fence((IpmiFenceConfiguration) given, controller);
  }
}
