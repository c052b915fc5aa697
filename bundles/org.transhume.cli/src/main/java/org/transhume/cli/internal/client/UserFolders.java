// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.client;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where a user's own files are, by the XDG conventions.
 *
 * @param config what the user writes
 * @param state what the demo leaves for the other commands while it runs
 */
public record UserFolders(Path config, Path state) {

  /** The folders that an environment names. */
  public static UserFolders of(Map<String, String> environment) {
    Path home = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")));
    return new UserFolders(
        folder(environment.get("XDG_CONFIG_HOME"), home.resolve(".config")).resolve("transhume"),
        folder(environment.get("XDG_STATE_HOME"), home.resolve(".local/state"))
            .resolve("transhume"));
  }

  /** The file in which a user names the cluster. */
  public Path clientFile() {
    return config.resolve("client.cfg");
  }

  /** The file by which a running demo is found. */
  public Path demoFile() {
    return state.resolve("demo.cfg");
  }

  private static Path folder(String named, Path otherwise) {
    return named == null || named.isBlank() ? otherwise : Path.of(named);
  }
}
