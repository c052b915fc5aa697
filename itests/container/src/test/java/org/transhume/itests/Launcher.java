// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Somebody who types commands of the distribution's launcher, one after another. */
final class Launcher {

  private final Path folder;
  private final long limitSeconds;

  /**
   * Types nothing yet.
   *
   * @param folder of what is printed
   * @param limitSeconds that each command may take
   */
  Launcher(Path folder, long limitSeconds) {
    this.folder = folder;
    this.limitSeconds = limitSeconds;
  }

  /**
   * Runs that command to its end, which has to be with that code.
   *
   * @return what it printed, errors included
   */
  String run(int expectedCode, List<String> arguments) throws IOException, InterruptedException {
    Path output = Files.createTempFile(folder, "told", ".txt");
    List<String> command = new ArrayList<>();
    command.add(Containers.distributionFolder().resolve("transhume").toString());
    command.addAll(arguments);
    ProcessBuilder typed =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    typed.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
    Process process = typed.start();
    boolean ended = process.waitFor(limitSeconds, TimeUnit.SECONDS);
    if (!ended) {
      process.destroy();
    }
    String told = Files.readString(output);
    assertThat(ended).as("%s ends within %d s: %s", arguments, limitSeconds, told).isTrue();
    assertThat(process.exitValue()).as(told).isEqualTo(expectedCode);
    return told;
  }
}
