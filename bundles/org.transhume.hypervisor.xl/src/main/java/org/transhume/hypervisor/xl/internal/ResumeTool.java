// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.xl.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
  static ResumeTool detect(CommandRunner runner, Xl xl, XlSettings settings, String release)
      throws HypervisorException {
    CommandResult help = runner.run(xl.command("help"));
    if (isKnownTo(help.output())) {
      return new OfXl(xl);
    }
    Path installed = settings.root().resolve("usr/lib/xen-" + release + "/lib/python");
    String folder =
        Files.isDirectory(installed) ? "/" + settings.root().relativize(installed) : "-";
    String lack =
        "suspended domains cannot be resumed: xl of Xen " + release + " does not know how";
    try {
      Bindings bindings =
          new Bindings(script(settings.dataFolder()), folder, settings.commandTimeLimit());
      return runner.run(bindings.command("-")).succeeded()
          ? bindings
          : new Absent(
              lack + ", and Python finds no xen.lowlevel bindings; install those of its tools");
    } catch (HypervisorException | IOException e) {
      return new Absent(lack + ", and Python, which could, cannot be used: " + e.getMessage());
    }
  }

  /** The script as a file, so that a command line stays readable. */
  private static Path script(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve("resume.py");
    try (InputStream script = ResumeTool.class.getResourceAsStream("resume.py")) {
      Files.copy(script, file, StandardCopyOption.REPLACE_EXISTING);
    }
    return file;
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
   * @param script the script that uses them
   * @param folder where they are; {@code -} for where Python looks anyway
   * @param timeLimit for one use
   */
  record Bindings(Path script, String folder, Duration timeLimit) implements ResumeTool {

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
      return new Command(List.of("python3", "-I", script.toString(), folder, domainId), timeLimit);
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
