// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.application;

import java.io.IOException;
import java.io.PrintWriter;
import org.transhume.cli.internal.CommandFailure;
import org.transhume.cli.internal.client.ClusterConnection;
import picocli.CommandLine.Option;

/** Whether a command waits for what it has asked for. */
final class Patience {

  @Option(names = "--wait", description = "Wait until the application runs as wanted, and show it.")
  private boolean wait;

  @Option(
      names = "--limit",
      paramLabel = "SECONDS",
      defaultValue = "300",
      description = "How long at most; ${DEFAULT-VALUE} when left out.")
  private long limitSeconds;

  /** Waits, if that is wanted. */
  void follow(ApplicationChoice choice, ClusterConnection connection, PrintWriter out)
      throws CommandFailure, IOException, InterruptedException {
    if (wait) {
      choice.awaitRunning(choice.application(connection), limitSeconds, out);
    }
  }
}
