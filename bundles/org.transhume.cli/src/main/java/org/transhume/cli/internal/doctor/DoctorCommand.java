// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.doctor;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.transhume.cli.internal.CommandFailure;
import org.transhume.cli.internal.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code transhume doctor}. */
@Command(
    name = "doctor",
    description = {
      "Checks on a Xen host (dom0, as root) what an installation needs. Changes nothing.",
      "Each line says OK, WARN or FAIL; what is not OK comes with its remedy.",
      "Exit code 1 when something FAILs, or when this is no dom0."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  transhume doctor"})
public final class DoctorCommand implements Callable<Integer> {

  private final Dom0 dom0;

  @Spec private CommandSpec spec;

  /** A doctor for the host that it runs on. */
  public DoctorCommand() {
    this(new LocalDom0());
  }

  DoctorCommand(Dom0 dom0) {
    this.dom0 = dom0;
  }

  @Override
  public Integer call() throws CommandFailure {
    Examination examination = new Examination(dom0);
    Optional<String> obstacle = examination.obstacle();
    if (obstacle.isPresent()) {
      throw new CommandFailure(obstacle.get());
    }
    List<Finding> findings = examination.findings();
    PrintWriter out = spec.commandLine().getOut();
    findings.forEach(finding -> out.println(line(finding)));
    return findings.stream().anyMatch(finding -> finding.level() == Finding.Level.FAIL)
        ? ExitCode.ERROR
        : ExitCode.OK;
  }

  static String line(Finding finding) {
    String line = String.format("%-5s %s: %s", finding.level(), finding.subject(), finding.text());
    return finding.remedy().isEmpty() ? line : line + " -> " + finding.remedy();
  }
}
