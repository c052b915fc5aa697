// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.simulate;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.transhume.cli.internal.CommandFailure;
import org.transhume.cli.internal.ExitCode;
import org.transhume.cli.internal.Installation;
import org.transhume.cli.internal.view.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code transhume simulate}: a day of recorded load, decided on by policies. */
@Command(
    name = "simulate",
    description = {
      "Runs a day of recorded load through policies, on simulated hosts and a virtual clock.",
      "Prints a line for each: energy, migrations, SLA violation and how many hosts were on."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Policies are those of this distribution, such as hotspot, and to compare with:",
      "  none         nothing moves",
      "  thr-mmt-0.8  a fixed threshold (Beloglazov and Buyya 2012)",
      "  lr-mmt-1.2   local regression (the same)",
      "",
      "Examples:",
      "  transhume simulate --traces 20110303.plab.gz --policy none,lr-mmt-1.2 \\",
      "      --accounting compatible --summary day.json --report day.html",
      "  transhume simulate --traces day --policy mine --plug-in my-policy.jar",
      "  transhume simulate --service default --report service.html \\",
      "      --policy none,replicas,consolidate,replicas+consolidate"
    })
public final class SimulateCommand implements Callable<Integer> {

  private static final int MOST_HOSTS = 10_000;
  private static final int TRACE_HOSTS = 800;
  private static final int SERVICE_HOSTS = 24;

  /** How a day is counted. */
  enum Accounting {
    COMPATIBLE,
    HONEST
  }

  @Option(
      names = "--traces",
      paramLabel = "DIR_OR_FILE",
      description = {
        "The load: a folder with one text file a machine, a percentage each five minutes on a"
            + " line,",
        "or a day packed as PLAB1 and gzip. Needed, except with --service."
      })
  private Path traces;

  @Option(
      names = "--service",
      paramLabel = "FILE|default",
      description = {
        "Runs a service of many replicas instead, with users who come back within sessions.",
        "The file says in lines such as 'replicas = 40' what is not as by default. The day is a"
            + " made one, or is taken from --traces."
      })
  private String service;

  @Option(
      names = "--policy",
      required = true,
      paramLabel = "NAME",
      description = "What decides. A comma compares: a,b. A plus composes: a+b.")
  private String policy;

  @Option(
      names = "--accounting",
      defaultValue = "HONEST",
      paramLabel = "compatible|honest",
      description = {
        "honest (default): hosts hold no more memory than they have, and cost what they draw until"
            + " they are powered down.",
        "compatible: as CloudSim 3.0.3 counts, to stand beside published figures."
      })
  private Accounting accounting;

  @Option(
      names = "--hosts",
      paramLabel = "N",
      description = "How many hosts there are; default 800, and 24 for a service.")
  private Integer hosts;

  @Option(
      names = "--summary",
      paramLabel = "FILE",
      description = "Writes the figures there, as JSON.")
  private Path summary;

  @Option(
      names = "--report",
      paramLabel = "FILE.html",
      description = "Writes a page with figures and plots there.")
  private Path report;

  @Option(
      names = "--plug-in",
      paramLabel = "JAR",
      description = "A bundle of your own with a policy; may be given several times.")
  private List<Path> plugIns = List.of();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws CommandFailure, IOException {
    if (traces == null && service == null) {
      throw new ParameterException(spec.commandLine(), "give --traces, or --service, or both");
    }
    if (service != null && accounting == Accounting.COMPATIBLE) {
      throw new ParameterException(
          spec.commandLine(), "a service is counted honestly; leave --accounting compatible out");
    }
    if (hosts != null && (hosts < 1 || hosts > MOST_HOSTS)) {
      throw new ParameterException(
          spec.commandLine(), "--hosts " + hosts + " is not within 1 and " + MOST_HOSTS);
    }
    for (Path plugIn : plugIns) {
      if (!Files.isRegularFile(plugIn)) {
        throw new CommandFailure("there is no bundle " + plugIn + "; name a jar");
      }
    }
    Map<String, Object> answer = simulate(new Workshop(Installation.current().home()));
    if (summary != null) {
      Files.writeString(summary, Output.json(answer.get("summary")) + System.lineSeparator());
    }
    if (report != null) {
      Files.writeString(report, (String) answer.get("page"));
    }
    return ExitCode.OK;
  }

  private static String absolute(String file) {
    return Path.of(file).toAbsolutePath().toString();
  }

  private Map<String, Object> simulate(Workshop workshop) throws CommandFailure, IOException {
    PrintWriter out = spec.commandLine().getOut();
    Consumer<String> progress =
        line -> {
          out.println(line);
          out.flush();
        };
    Map<String, Object> request = new HashMap<>();
    if (traces != null) {
      request.put("traces", traces.toAbsolutePath().toString());
    }
    if (service != null) {
      request.put("service", service.equals("default") ? service : absolute(service));
    }
    request.put("policies", policy);
    request.put("honest", accounting == Accounting.HONEST);
    request.put("hosts", hosts != null ? hosts : service != null ? SERVICE_HOSTS : TRACE_HOSTS);
    request.put("page", report != null);
    request.put("progress", progress);
    try {
      return workshop.work(request, plugIns);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
