// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.xl.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;

/** An {@code xl} that is a shell script, run by the real runner in a folder of its own. */
final class ScriptedXl {

  private static final String LIST =
      """
      list) cat <<'END'
      Name                 ID   Mem VCPUs	State	Time(s)   UUID   Reason-Code	Security Label
      Domain-0              0  1280     1     r-----     121.6 00000000-0000-0000-0000-000000000000  -  -
      etch-1-1              5   128     1     -b----     133.5 35ac171c-ca9e-4bc7-b0d2-2c68e362e6f1  -  -
      END
      ;;
      """;

  private final Path folder;
  private Duration timeLimit = Duration.ofSeconds(60);

  ScriptedXl(Path folder) throws IOException {
    this.folder = folder;
    Files.createDirectories(folder.resolve("root/proc"));
  }

  ScriptedXl within(Duration limit) {
    timeLimit = limit;
    return this;
  }

  /**
   * Writes the script and gives a hypervisor that uses it.
   *
   * @param cases branches for subcommands beside {@code list -v}
   */
  XlHypervisor answering(String cases) throws IOException {
    return answeringOnly(LIST + cases);
  }

  /** The same without an answer to {@code list}. */
  XlHypervisor answeringOnly(String cases) throws IOException {
    Path xl = folder.resolve("xl");
    Files.writeString(
        xl,
        "#!/bin/sh\ncd '"
            + folder
            + "'\n[ \"$1\" = -vvv ] && shift\ncase $1 in\n"
            + cases
            + "\nesac\n");
    Files.setPosixFilePermissions(xl, PosixFilePermissions.fromString("rwx------"));
    return at(xl);
  }

  /** A hypervisor that uses another program. */
  XlHypervisor at(Path xl) {
    return new XlHypervisor(
        new XlSettings(
            "a-204-02",
            xl.toString(),
            timeLimit,
            timeLimit,
            Duration.ofSeconds(30),
            folder.resolve("data"),
            folder.resolve("run"),
            folder.resolve("root")),
        new ProcessCommandRunner(1 << 20, Duration.ofMillis(500)),
        Clock.systemUTC(),
        System::nanoTime,
        () -> UUID.randomUUID().toString().replace("-", ""));
  }
}
