// SPDX-License-Identifier: Apache-2.0
package org.transhume.fence.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.spi.power.PowerSwitch;
import org.transhume.spi.power.PowerSwitchBench;
import org.transhume.spi.power.PowerSwitchContract;

/** Real programs, which switch a machine that is a file. */
class CommandSwitchContractTest extends PowerSwitchContract {

  @TempDir Path folder;

  private HostCommand command(String word, String done) throws IOException {
    Path program =
        Files.writeString(
            folder.resolve(word + ".sh"),
            "cd \"$1\"; [ -e broken ] && exit 1; echo " + word + " > \"$2.power\"");
    return new HostCommand(
        List.of("/bin/sh", program.toString(), folder.toString()),
        Set.of("a-204-02"),
        Duration.ofSeconds(30),
        new ProcessTool(),
        done,
        CommandSwitchComponent.PID);
  }

  @Override
  protected PowerSwitchBench bench() throws IOException {
    Path machine = Files.writeString(folder.resolve("a-204-02.power"), "on");
    PowerSwitch power =
        new CommandSwitch(
            Optional.of(command("on", "comes up")), Optional.of(command("off", "goes down")));
    return new PowerSwitchBench() {
      @Override
      public PowerSwitch power() {
        return power;
      }

      @Override
      public String host() {
        return "a-204-02";
      }

      @Override
      public boolean isOn() {
        try {
          return Files.readString(machine).strip().equals("on");
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }

      @Override
      public void cut() {
        write(machine, "off");
      }

      @Override
      public void breakDown() {
        write(folder.resolve("broken"), "");
      }

      private void write(Path file, String text) {
        try {
          Files.writeString(file, text);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }
}
