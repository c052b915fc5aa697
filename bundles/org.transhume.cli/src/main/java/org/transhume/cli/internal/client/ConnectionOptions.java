// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.client;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.transhume.cli.internal.CommandFailure;
import picocli.CommandLine.Option;

/** The options by which every command finds its manager. */
public final class ConnectionOptions {

  @Option(
      names = "--address",
      paramLabel = "HOST:PORT",
      description = {
        "Where the manager (or one agent) listens. Otherwise TRANSHUME_ADDRESS, then 'address' in",
        "~/.config/transhume/client.cfg, then the demo that runs."
      })
  private String address;

  @Option(
      names = "--identity",
      paramLabel = "DIR",
      description = {
        "Folder of your identity, as 'transhume ca issue' wrote it. Otherwise TRANSHUME_IDENTITY,",
        "then 'identity' in client.cfg, then the demo's operator."
      })
  private Path identity;

  /** Where these options, the environment and the user's files point to. */
  public Target target() throws CommandFailure, IOException {
    return new ClientSettings(System.getenv(), UserFolders.of(System.getenv()))
        .resolve(Optional.ofNullable(address), Optional.ofNullable(identity));
  }

  /** Connects to the target. */
  public ClusterConnection connect() throws CommandFailure, IOException {
    return ClusterConnection.open(target());
  }
}
