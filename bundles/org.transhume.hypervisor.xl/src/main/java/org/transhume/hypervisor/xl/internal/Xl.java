// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.xl.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.transhume.spi.hypervisor.HypervisorException;

/** The xl program: its subcommands end well, or as an exception with a reason. */
final class Xl {

  private final String path;
  private final Duration timeLimit;
  private final CommandRunner runner;

  Xl(String path, Duration timeLimit, CommandRunner runner) {
    this.path = path;
    this.timeLimit = timeLimit;
    this.runner = runner;
  }

  /** A subcommand's command line. */
  Command command(String... arguments) {
    List<String> line = new ArrayList<>();
    line.add(path);
    line.addAll(List.of(arguments));
    return new Command(line, timeLimit);
  }

  /** Runs a subcommand. */
  CommandResult run(String... arguments) throws HypervisorException {
    return run(command(arguments));
  }

  /** Runs a command line that was made from {@link #command}. */
  CommandResult run(Command command) throws HypervisorException {
    CommandResult result = runner.run(command);
    if (!result.succeeded()) {
      throw Diagnosis.COMMAND.of(command, result.exitCode(), result.complaints());
    }
    return result;
  }

  /** {@code xl list -v}, of everything. */
  List<DomainRow> list() throws HypervisorException {
    return DomainRow.parse(run("list", "-v"));
  }
}
