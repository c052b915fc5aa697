// SPDX-License-Identifier: Apache-2.0
package org.transhume.workload.internal.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Binds this process to one processor, by the command taskset. */
final class Pinning {

  private final List<String> command;

  Pinning() {
    this("taskset");
  }

  /** For tests: another command. */
  Pinning(String command) {
    this.command = List.of(command, "-a", "-c", "-p");
  }

  /** Binds all threads that there are and will be; the answer is why it could not be done. */
  Optional<String> pin(long cpu) throws InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            command.get(0),
            command.get(1),
            command.get(2),
            command.get(3),
            String.valueOf(cpu),
            String.valueOf(ProcessHandle.current().pid()));
    try {
      Process process = builder.redirectErrorStream(true).start();
      String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? Optional.empty() : Optional.of(told.strip());
    } catch (IOException e) {
      return Optional.of(e.getMessage());
    }
  }
}
