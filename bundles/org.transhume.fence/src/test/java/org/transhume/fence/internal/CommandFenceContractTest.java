// SPDX-License-Identifier: Apache-2.0
package org.transhume.fence.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.spi.fence.Fence;
import org.transhume.spi.fence.FenceBench;
import org.transhume.spi.fence.FenceContract;

/** A command fence with a real program, which switches off a machine that is a file. */
class CommandFenceContractTest extends FenceContract {

  @TempDir Path folder;

  @Override
  protected FenceBench bench() throws IOException {
    Path power = Files.writeString(folder.resolve("a-204-02.power"), "on");
    Path mood = Files.writeString(folder.resolve("mood"), "");
    Path program = folder.resolve("program.sh");
    Files.writeString(
        program,
        """
        cd "$1"
        case "$(cat mood)" in
          hang) sleep 600 ;;
          resist) echo "$2 does not obey"; exit 1 ;;
        esac
        echo off > "$2.power"
        grep -q off "$2.power"
        """);
    Fence fence =
        new CommandFence(
            List.of("/bin/sh", program.toString(), folder.toString()),
            Set.of("a-204-02"),
            Duration.ofSeconds(10),
            new ProcessTool());
    return new FenceBench() {
      @Override
      public Fence fence() {
        return fence;
      }

      @Override
      public String host() {
        return "a-204-02";
      }

      @Override
      public boolean isOn() {
        try {
          return Files.readString(power).strip().equals("on");
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }

      @Override
      public void resist() {
        feel("resist");
      }

      @Override
      public void hang() {
        feel("hang");
      }

      private void feel(String what) {
        try {
          Files.writeString(mood, what);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }
}
