// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.xl.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.transhume.api.model.DomainType;
import org.transhume.spi.hypervisor.HypervisorException;

/**
 * The way to let a suspended domain go on: {@code xl resume} where xl has it, which is from Xen
 * 4.20 on, else the Python bindings that Xen's own tools install and that were proven with Xen 4.17
 * and PVH domains.
 */
sealed interface ResumeTool {

  /** What it is, for people. */
  String description();

  /**
   * The command that resumes a domain.
   *
   * @return empty where there is none for this type of domain
   */
  Optional<Command> resume(int domainId, Optional<DomainType> type);

  /** Finds what this host has. */
  static ResumeTool detect(CommandRunner runner, Xl xl, Path root, String release, Duration limit)
      throws HypervisorException {
    CommandResult help = runner.run(xl.command("help"));
    if (isKnownTo(help.output())) {
      return new OfXl(xl);
    }
    Path installed = root.resolve("usr/lib/xen-" + release + "/lib/python");
    String folder = Files.isDirectory(installed) ? "/" + root.relativize(installed) : "-";
    Bindings bindings = new Bindings(folder, limit);
    try {
      CommandResult check = runner.run(bindings.command("-"));
      return check.succeeded()
          ? bindings
          : new Absent(
              "xl of Xen "
                  + release
                  + " cannot resume domains, and Python finds no"
                  + " xen.lowlevel bindings: install those of the tools of Xen "
                  + release);
    } catch (HypervisorException e) {
      return new Absent(
          "xl of Xen "
              + release
              + " cannot resume domains, and Python to do so"
              + " is missing: "
              + e.getMessage());
    }
  }

  /** Whether xl's list of its subcommands holds this one. */
  static boolean isKnownTo(String help) {
    return help.lines().anyMatch(line -> line.strip().startsWith("resume "));
  }

  /** {@code xl resume}. */
  record OfXl(Xl xl) implements ResumeTool {

    @Override
    public String description() {
      return "suspended domains are resumed by xl";
    }

    @Override
    public Optional<Command> resume(int domainId, Optional<DomainType> type) {
      return Optional.of(xl.command("resume", Integer.toString(domainId)));
    }
  }

  /**
   * Python's bindings.
   *
   * @param folder where they are; {@code -} for where Python looks anyway
   * @param timeLimit for one use
   */
  record Bindings(String folder, Duration timeLimit) implements ResumeTool {

    @Override
    public String description() {
      return "suspended PV and PVH domains are resumed through Xen's Python bindings";
    }

    /** Not for HVM: nobody would tell its device model to go on. */
    @Override
    public Optional<Command> resume(int domainId, Optional<DomainType> type) {
      return type.filter(known -> known != DomainType.HVM)
          .map(known -> command(Integer.toString(domainId)));
    }

    private Command command(String domainId) {
      return new Command(List.of("python3", "-I", "-c", script(), folder, domainId), timeLimit);
    }

    private static String script() {
      try (InputStream script = ResumeTool.class.getResourceAsStream("resume.py")) {
        return new String(script.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException("resume.py is missing in this bundle", e);
      }
    }
  }

  /** None. */
  record Absent(String description) implements ResumeTool {

    @Override
    public Optional<Command> resume(int domainId, Optional<DomainType> type) {
      return Optional.empty();
    }
  }
}
