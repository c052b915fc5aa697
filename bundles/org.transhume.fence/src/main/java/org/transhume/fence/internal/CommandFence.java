// SPDX-License-Identifier: Apache-2.0
package org.transhume.fence.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.spi.fence.Fence;
import org.transhume.spi.fence.FenceFailure;
import org.transhume.spi.fence.FenceResult;

/**
 * A command of the administrator's. It is given the host's name as its last argument, and ends with
 * 0 only when it has seen that the host is off.
 */
final class CommandFence implements Fence {

  private static final Logger LOG = LoggerFactory.getLogger(CommandFence.class);

  private final List<String> command;
  private final Set<String> hosts;
  private final Duration limit;
  private final Tool tool;

  /**
   * A fence by that command.
   *
   * @param command the program and its first arguments
   * @param hosts which it may be asked for; empty for all
   * @param limit how long it may take
   */
  CommandFence(List<String> command, Set<String> hosts, Duration limit, Tool tool) {
    this.command = List.copyOf(command);
    this.hosts = Set.copyOf(hosts);
    this.limit = limit;
    this.tool = tool;
  }

  @Override
  public String description() {
    return "command " + command.get(0);
  }

  @Override
  public FenceResult fence(String host) {
    if (!hosts.isEmpty() && !hosts.contains(host)) {
      return FenceResult.failed(
          FenceFailure.UNKNOWN_HOST,
          host + " is not among the hosts of etc/org.transhume.fence.command.cfg");
    }
    if (host.startsWith("-")) {
      return FenceResult.failed(
          FenceFailure.UNKNOWN_HOST, host + " would be read as an option of " + command.get(0));
    }
    List<String> call = new ArrayList<>(command);
    call.add(host);
    try {
      Tool.Ended ended = tool.run(call, limit);
      LOG.info("{} for {}: {}", command.get(0), host, ended);
      return result(host, ended);
    } catch (IOException e) {
      LOG.warn("{} cannot be run", command.get(0), e);
      return FenceResult.failed(
          FenceFailure.NOT_AVAILABLE,
          host + " was not fenced: " + command.get(0) + " cannot be run: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return timedOut(host, Optional.empty());
    }
  }

  private FenceResult result(String host, Tool.Ended ended) {
    if (!ended.inTime()) {
      return timedOut(host, Optional.of(limit));
    }
    return ended.exitCode() == 0
        ? FenceResult.fenced(command.get(0) + " says that " + host + " is off")
        : FenceResult.failed(
            FenceFailure.FAILED,
            command.get(0)
                + " ended with "
                + ended.exitCode()
                + " for "
                + host
                + (ended.output().isEmpty() ? "" : ": " + ended.output()));
  }

  private FenceResult timedOut(String host, Optional<Duration> after) {
    return FenceResult.failed(
        FenceFailure.TIMED_OUT,
        command.get(0)
            + " was ended before it could say whether "
            + host
            + " is off"
            + after.map(time -> ", after " + TimeUnit.SECONDS.convert(time) + " s").orElse(""));
  }
}
