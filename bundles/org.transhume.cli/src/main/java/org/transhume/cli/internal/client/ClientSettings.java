// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.client;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.transhume.cli.internal.CommandFailure;
import org.transhume.spi.transport.Endpoint;

/** Finds out whom a command should talk to: options, environment, the user's file, the demo. */
public final class ClientSettings {

  private final Map<String, String> environment;
  private final UserFolders folders;

  /**
   * Settings of a user.
   *
   * @param environment the process's environment
   * @param folders where the user's files are
   */
  public ClientSettings(Map<String, String> environment, UserFolders folders) {
    this.environment = environment;
    this.folders = folders;
  }

  /**
   * The target. A running demo counts only where nothing else names an address, so that it never
   * takes a command that was meant for a real cluster.
   */
  public Target resolve(Optional<String> address, Optional<Path> identity)
      throws CommandFailure, IOException {
    Properties file = read(folders.clientFile());
    Optional<String> named =
        address
            .or(() -> text(environment.get("TRANSHUME_ADDRESS")))
            .or(() -> text(file.getProperty("address")));
    Optional<Path> shown =
        identity
            .or(() -> text(environment.get("TRANSHUME_IDENTITY")).map(Path::of))
            .or(() -> text(file.getProperty("identity")).map(this::inConfig));
    if (named.isEmpty()) {
      Target demo = demo();
      return shown.map(folder -> new Target(demo.endpoint(), folder)).orElse(demo);
    }
    Path folder =
        shown.orElseThrow(
            () ->
                new CommandFailure(
                    "no identity is named: give --identity DIR, set TRANSHUME_IDENTITY, or write"
                        + " 'identity = DIR' into "
                        + folders.clientFile()));
    return new Target(endpoint(named.get()), folder);
  }

  private Target demo() throws CommandFailure, IOException {
    return DemoMark.read(folders.demoFile())
        .filter(DemoMark::isAlive)
        .map(mark -> new Target(mark.endpoint(), mark.identity()))
        .orElseThrow(
            () ->
                new CommandFailure(
                    "no manager is named and no demo runs: give --address HOST:PORT, set"
                        + " TRANSHUME_ADDRESS, or write 'address = HOST:PORT' into "
                        + folders.clientFile()));
  }

  private Path inConfig(String folder) {
    return folders.config().resolve(folder);
  }

  private static Endpoint endpoint(String text) throws CommandFailure {
    try {
      return Endpoint.parse(text);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(e.getMessage(), e);
    }
  }

  private static Optional<String> text(String value) {
    return Optional.ofNullable(value).map(String::trim).filter(text -> !text.isEmpty());
  }

  private static Properties read(Path file) throws IOException {
    Properties properties = new Properties();
    if (Files.exists(file)) {
      try (Reader reader = Files.newBufferedReader(file)) {
        properties.load(reader);
      }
    }
    return properties;
  }
}
