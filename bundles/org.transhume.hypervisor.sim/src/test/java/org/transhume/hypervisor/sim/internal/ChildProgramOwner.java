// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A Java machine of its own that starts a process, tells its pid and waits to be killed. */
final class ChildProgramOwner {

  private ChildProgramOwner() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path folder = Path.of(arguments[0]);
    ChildProgram program = ChildProgram.start("orphan", "sleep 600", folder, Map.of());
    program.stop();
    Files.writeString(folder.resolve("pid"), program.pid() + "\n");
    Thread.currentThread().join();
  }
}
