// SPDX-License-Identifier: Apache-2.0
package org.transhume.fence.internal;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.transhume.spi.fence.Fence;
import org.transhume.spi.fence.FenceBench;
import org.transhume.spi.power.PowerSwitch;
import org.transhume.spi.power.PowerSwitchBench;

/**
 * A management controller on loopback: OpenIPMI's {@code ipmi_sim}, which speaks RMCP+ over UDP,
 * and a script in the place of the host's power button. The real ipmitool talks to it.
 */
final class SimulatedController implements FenceBench, PowerSwitchBench {

  static final String HOST = "a-204-02";
  private static final String PASSWORD = "let-me-in-4711";
  private static final Duration START = Duration.ofSeconds(60);

  /** What the contracts wait for where nobody answers. */
  private static final Duration LIMIT = Duration.ofSeconds(12);

  final List<String> commands = new CopyOnWriteArrayList<>();
  private final Path folder;
  private final int port;
  private Process simulator;

  /** Starts one, or skips the test where its programs are not installed. */
  static SimulatedController start(Path folder) throws Exception {
    for (String program : List.of("ipmi_sim", "ipmitool")) {
      assumeTrue(
          isInstalled(program),
          program + " is not here: apt-get install openipmi ipmitool, and this test runs");
    }
    SimulatedController controller = new SimulatedController(folder);
    controller.begin();
    return controller;
  }

  private SimulatedController(Path folder) throws IOException {
    this.folder = folder;
    try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      this.port = free.getLocalPort();
    }
  }

  private static boolean isInstalled(String program) {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
  }

  private void begin() throws Exception {
    write("power", "1\n");
    Path button =
        write(
            "button",
            """
            #!/bin/sh
            # Called as: get power; set power 0|1; set shutdown 1
            cd "${0%/*}"
            case "$1 $2" in
            'get power') echo "power:$(cat power)" ;;
            'set power') [ -e resists ] || echo "$3" >power ;;
            'set shutdown') [ -e resists ] || echo 0 >power ;;
            esac
            """);
    Files.setPosixFilePermissions(button, PosixFilePermissions.fromString("rwx------"));
    Path settings =
        write(
            "lan.conf",
            String.join(
                "\n",
                "name \"" + HOST + "\"",
                "set_working_mc 0x20",
                "startlan 1",
                "  addr 127.0.0.1 " + port,
                "  priv_limit admin",
                "  allowed_auths_user md5",
                "  allowed_auths_operator md5",
                "  guid a123456789abcdefa123456789abcdef",
                "endlan",
                "chassis_control \"" + button + "\"",
                "user 2 true \"fencer\" \"" + PASSWORD + "\" operator 10 md5",
                "user 3 true \"guest\" \"" + PASSWORD + "\" user 10 md5",
                ""));
    Path commandFile =
        write(
            "commands",
            """
            mc_setbmc 0x20
            mc_add 0x20 0 no-device-sdrs 0x23 9 8 0x9f 0x1291 0xf02
            mc_enable 0x20
            """);
    secret("password", PASSWORD);
    Path state = Files.createDirectory(folder.resolve("state"));
    simulator =
        new ProcessBuilder(
                "ipmi_sim",
                "-n",
                "-c",
                settings.toString(),
                "-f",
                commandFile.toString(),
                "-s",
                state.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("ipmi_sim.log").toFile())
            .start();
    awaitFirstAnswer();
  }

  private void awaitFirstAnswer() throws Exception {
    long deadline = System.nanoTime() + START.toNanos();
    Tool.Ended last = new Tool.Ended(false, -1, "");
    while (System.nanoTime() - deadline < 0) {
      last = new ProcessTool().run(command("fencer", "status"), START);
      if (last.succeeded()) {
        return;
      }
    }
    throw new AssertionError(
        "ipmi_sim does not answer: " + last + Files.readString(folder.resolve("ipmi_sim.log")));
  }

  private List<String> command(String user, String what) {
    List<String> command = new ArrayList<>(List.of("ipmitool"));
    command.addAll(options());
    command.addAll(List.of("-H", "127.0.0.1", "-U", user, "-f", passwordFile()));
    command.addAll(List.of("chassis", "power", what));
    return command;
  }

  private List<String> options() {
    return options("OPERATOR");
  }

  /** Those of ipmitool, for that level of privilege. */
  List<String> options(String level) {
    // This simulator does not answer when it is asked for its cipher suites: ten seconds are lost.
    return List.of("-I", "lanplus", "-C", "3", "-L", level, "-p", Integer.toString(port));
  }

  private String passwordFile() {
    return folder.resolve("password").toString();
  }

  /** Our fence, with the user of that name and the password of that file. */
  IpmiFence fence(String user, String passwordFile, Duration limit) {
    return fence(options(), user, passwordFile, limit);
  }

  IpmiFence fence(List<String> options, String user, String passwordFile, Duration limit) {
    return new IpmiFence(
        new IpmiFence.Access("ipmitool", options, user, passwordFile, limit),
        Map.of(HOST, "127.0.0.1"),
        (command, left) -> {
          commands.add(String.join(" ", command));
          return new ProcessTool().run(command, left);
        },
        System::nanoTime,
        () -> TimeUnit.MILLISECONDS.sleep(500));
  }

  /** Our fence as it is configured by an operator. */
  IpmiFence fence(Duration limit) {
    return fence("fencer", passwordFile(), limit);
  }

  @Override
  public Fence fence() {
    return fence(LIMIT);
  }

  @Override
  public PowerSwitch power() {
    return fence(LIMIT);
  }

  @Override
  public String host() {
    return HOST;
  }

  /** A file with a password that nobody else may read. */
  String secret(String name, String password) throws IOException {
    Path file = write(name, password);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file.toString();
  }

  String password() {
    return PASSWORD;
  }

  @Override
  public boolean isOn() {
    try {
      return Files.readString(folder.resolve("power")).strip().equals("1");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Somebody cuts the power. */
  @Override
  public void cut() {
    writeNow("power", "0\n");
  }

  /** From now on it takes orders, and the host keeps its power. */
  @Override
  public void resist() {
    writeNow("resists", "");
  }

  /** From now on nobody answers there. */
  @Override
  public void hang() {
    simulator.destroyForcibly();
    try {
      if (!simulator.waitFor(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException("ipmi_sim does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void breakDown() {
    hang();
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private void writeNow(String name, String text) {
    try {
      write(name, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (simulator != null) {
      hang();
    }
  }
}
