// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where this Transhume is installed.
 *
 * @param home the unpacked distribution
 */
public record Installation(Path home) {

  /** The installation that the launcher named by the system property {@code transhume.home}. */
  public static Installation current() throws CommandFailure {
    String home = System.getProperty("transhume.home");
    if (home == null || home.isBlank()) {
      throw new CommandFailure("the distribution is not known; start this command by ./transhume");
    }
    Installation installation = new Installation(Path.of(home).toAbsolutePath().normalize());
    if (!Files.isExecutable(installation.container())) {
      throw new CommandFailure(
          "there is no distribution in " + home + ": bin/container is missing; build or unpack it");
    }
    return installation;
  }

  /** The script that runs a container in the foreground. */
  public Path container() {
    return home.resolve("bin/container");
  }

  /** The checkout of the sources that this distribution was built in, if any. */
  public Optional<Path> checkout() {
    return Stream.<Path>iterate(home, folder -> folder != null, Path::getParent)
        .filter(folder -> Files.isRegularFile(folder.resolve("bundles/pom.xml")))
        .findFirst();
  }

  /** The launcher as a user would type it. */
  public Path launcher() {
    return checkout().orElse(home).resolve("transhume");
  }
}
