// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.instance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.transhume.cli.internal.CommandFailure;

/**
 * An instance: one container's folder, with {@code etc}, {@code deploy} and {@code data} in it.
 *
 * @param role agent or manager
 * @param base its folder
 */
record Instance(String role, Path base) {

  Path etc() {
    return base.resolve("etc");
  }

  Path log() {
    return base.resolve("data/log/transhume.log");
  }

  Path console() {
    return base.resolve("data/log/console.log");
  }

  private Path pidFile() {
    return base.resolve("data/transhume.pid");
  }

  /** Notes which process runs the instance. */
  void note(ContainerProcess container) throws IOException {
    Files.createDirectories(pidFile().getParent());
    Files.writeString(pidFile(), container.pid() + "\n");
  }

  /** Forgets the process. */
  void forget() throws IOException {
    Files.deleteIfExists(pidFile());
  }

  /**
   * The process that runs the instance, if it is there. A number that another program has got
   * meanwhile is not taken for it.
   */
  Optional<ContainerProcess> running() throws IOException, CommandFailure {
    if (!Files.exists(pidFile())) {
      return Optional.empty();
    }
    String text = Files.readString(pidFile()).strip();
    try {
      return ContainerProcess.of(Long.parseLong(text))
          .filter(container -> container.serves(base.toAbsolutePath()));
    } catch (NumberFormatException e) {
      throw new CommandFailure(
          pidFile() + " holds '" + text + "', no process id; remove the file", e);
    }
  }
}
