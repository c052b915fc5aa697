// SPDX-License-Identifier: Apache-2.0
package org.transhume.fence.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.spi.fence.FenceFailure;

/**
 * A command of the administrator's that is given the name of a host as its last argument, and ends
 * with 0 when it has done what it is for.
 */
final class HostCommand {

  private static final Logger LOG = LoggerFactory.getLogger(HostCommand.class);

  private final List<String> command;
  private final Set<String> hosts;
  private final Duration limit;
  private final Tool tool;
  private final String done;
  private final String pid;

  /**
   * What came of it.
   *
   * @param failure why it did not; empty when it did
   * @param text one sentence for an operator
   */
  record Told(Optional<FenceFailure> failure, String text) {

    private static Told failed(FenceFailure failure, String text) {
      return new Told(Optional.of(failure), text);
    }
  }

  /**
   * A command for hosts.
   *
   * @param command the program and its first arguments
   * @param hosts which it may be asked for; empty for all
   * @param limit how long it may take
   * @param done what a host does or is when it ended with 0, for people
   * @param pid of the configuration that names it
   */
  HostCommand(
      List<String> command, Set<String> hosts, Duration limit, Tool tool, String done, String pid) {
    this.command = List.copyOf(command);
    this.hosts = Set.copyOf(hosts);
    this.limit = limit;
    this.tool = tool;
    this.done = done;
    this.pid = pid;
  }

  String program() {
    return command.get(0);
  }

  /** Runs it for a host. */
  Told run(String host) {
    if (!hosts.isEmpty() && !hosts.contains(host)) {
      return Told.failed(
          FenceFailure.UNKNOWN_HOST, host + " is not among the hosts of etc/" + pid + ".cfg");
    }
    if (host.startsWith("-")) {
      return Told.failed(
          FenceFailure.UNKNOWN_HOST, host + " would be read as an option of " + program());
    }
    List<String> call = new ArrayList<>(command);
    call.add(host);
    try {
      Tool.Ended ended = tool.run(call, limit);
      LOG.info("{} for {}: {}", program(), host, ended);
      return told(host, ended);
    } catch (IOException e) {
      LOG.warn("{} cannot be run", program(), e);
      return Told.failed(
          FenceFailure.NOT_AVAILABLE,
          "nothing was done for " + host + ": " + program() + " cannot be run: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return timedOut(host, "");
    }
  }

  private Told told(String host, Tool.Ended ended) {
    if (!ended.inTime()) {
      return timedOut(host, ", after " + limit.toSeconds() + " s");
    }
    return ended.exitCode() == 0
        ? new Told(Optional.empty(), program() + " says that " + host + " " + done)
        : Told.failed(
            FenceFailure.FAILED,
            program()
                + " ended with "
                + ended.exitCode()
                + " for "
                + host
                + (ended.output().isEmpty() ? "" : ": " + ended.output()));
  }

  private Told timedOut(String host, String after) {
    return Told.failed(
        FenceFailure.TIMED_OUT,
        program() + " was ended before it could say whether " + host + " " + done + after);
  }
}
