// SPDX-License-Identifier: Apache-2.0
package org.transhume.fence.internal;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.transhume.spi.fence.Fence;
import org.transhume.spi.fence.FenceResult;

/** A command that ends with 0 only when it has seen that the host is off. */
final class CommandFence implements Fence {

  private final HostCommand command;

  /**
   * A fence by that command.
   *
   * @param command the program and its first arguments
   * @param hosts which it may be asked for; empty for all
   * @param limit how long it may take
   */
  CommandFence(List<String> command, Set<String> hosts, Duration limit, Tool tool) {
    this.command =
        new HostCommand(command, hosts, limit, tool, "is off", CommandFenceComponent.PID);
  }

  @Override
  public String description() {
    return "command " + command.program();
  }

  @Override
  public FenceResult fence(String host) {
    HostCommand.Told told = command.run(host);
    return told.failure()
        .map(failure -> FenceResult.failed(failure, told.text()))
        .orElseGet(() -> FenceResult.fenced(told.text()));
  }
}
