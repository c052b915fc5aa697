// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.campaign;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.transhume.api.mx.ClusterMXBean;
import org.transhume.api.mx.ObjectNames;
import org.transhume.campaign.Campaign;
import org.transhume.campaign.CampaignTest;
import org.transhume.campaign.JmxBeans;
import org.transhume.campaign.Pause;
import org.transhume.campaign.Progress;
import org.transhume.campaign.Sabotage;
import org.transhume.campaign.SimulatedTestbed;
import org.transhume.campaign.Testbed;
import org.transhume.campaign.report.CampaignResult;
import org.transhume.campaign.report.Report;
import org.transhume.campaign.report.TestResult;
import org.transhume.campaign.report.Verdict;
import org.transhume.cli.internal.CommandFailure;
import org.transhume.cli.internal.ExitCode;
import org.transhume.cli.internal.Installation;
import org.transhume.cli.internal.Version;
import org.transhume.cli.internal.client.ClusterConnection;
import org.transhume.cli.internal.client.UserFolders;
import org.transhume.cli.internal.session.AtExit;
import org.transhume.cli.internal.session.ContainerSession;
import org.transhume.cli.internal.session.Interruption;
import org.transhume.cli.internal.view.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code transhume campaign}. */
@Command(
    name = "campaign",
    description = {
      "Runs the tests T1 to T12 of live migration and compares what is seen with what is expected.",
      "Starts one container with four simulated hosts, whose domains are real processes on this",
      "machine, and leaves nothing running. Writes a report as a page and as JSON."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every test PASSED",
      "1:a test FAILED or could not be run, or an error, told in one line",
      "2:the command was not understood"
    },
    footer = {
      "",
      "Examples:",
      "  transhume campaign --on simulator --out campaign",
      "  transhume campaign --tests T1,T3,T7 --runs 3 --out campaign"
    })
public final class CampaignCommand implements Callable<Integer> {

  private static final String SIMULATOR = "simulator";
  private static final Duration TO_ANSWER = Duration.ofMinutes(3);
  private static final int MOST_RUNS = 1_000;

  @Option(
      names = "--on",
      paramLabel = "simulator",
      defaultValue = SIMULATOR,
      description = "Where to run; the simulator when left out.")
  private String on;

  @Option(
      names = "--tests",
      paramLabel = "T1,...",
      split = ",",
      description = "Which tests, in the order of their numbers; all when left out.")
  private List<String> wanted = List.of();

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "20",
      description =
          "How often figures are taken that need several runs; ${DEFAULT-VALUE} when left out.")
  private int runs;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Folder for the report, made when it is not there.")
  private Path out;

  @Option(
      names = "--sabotage",
      paramLabel = "KIND",
      hidden = true,
      description = "Breaks what tests watch, to show that they fail: ${COMPLETION-CANDIDATES}.")
  private Sabotage sabotage;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws CommandFailure, IOException {
    if (!on.equals(SIMULATOR)) {
      throw new CommandFailure(
          "the campaign cannot be run on '" + on + "' yet; give --on " + SIMULATOR);
    }
    if (runs < 1 || runs > MOST_RUNS) {
      throw new ParameterException(
          spec.commandLine(), "--runs " + runs + ": give 1 to " + MOST_RUNS);
    }
    List<CampaignTest> tests = tests();
    Interruption interruption = Interruption.bySignals();
    Installation installation = Installation.current();
    int port = ContainerSession.freePort();
    say("starting a container with " + CampaignConfiguration.HOSTS.size() + " simulated hosts");
    try (ContainerSession session =
        ContainerSession.start(
            installation,
            new ContainerSession.Plan(
                "campaign",
                port,
                CampaignConfiguration.HOSTS,
                (base, identity) -> CampaignConfiguration.of(port, identity, domainsOf(base))),
            UserFolders.of(System.getenv()))) {
      AtExit.close(session::close, "campaign-cleaner", spec.commandLine().getErr());
      return run(session, workload(installation), tests, interruption);
    }
  }

  private List<CampaignTest> tests() {
    List<CampaignTest> all = Campaign.tests();
    List<String> known = all.stream().map(CampaignTest::id).toList();
    List<String> ids = wanted.stream().map(id -> id.strip().toUpperCase(Locale.ROOT)).toList();
    for (String id : ids) {
      if (!known.contains(id)) {
        throw new ParameterException(
            spec.commandLine(),
            "--tests: there is no " + id + "; there are " + String.join(", ", known));
      }
    }
    return all.stream().filter(test -> ids.isEmpty() || ids.contains(test.id())).toList();
  }

  private int run(
      ContainerSession session,
      List<String> workload,
      List<CampaignTest> tests,
      Interruption interruption)
      throws CommandFailure, IOException {
    try (ClusterConnection connection = session.connect(TO_ANSWER, interruption)) {
      Pause pause = new InterruptiblePause(interruption, session::isAlive);
      awaitHosts(connection, pause);
      Testbed testbed =
          new SimulatedTestbed(
              new JmxBeans(connection.server(), pause),
              CampaignConfiguration.SIMULATOR,
              new SimulatedTestbed.Places(
                  domainsOf(session.base()), session.base().resolve("output"), workload),
              pause);
      CampaignResult result =
          new Campaign(sabotage == null ? testbed : sabotage.on(testbed), pause, runs, progress())
              .run(tests, Version.text());
      Report.write(result, out);
      return end(result);
    }
  }

  private static void awaitHosts(ClusterConnection connection, Pause pause) throws CommandFailure {
    ClusterMXBean cluster = connection.proxy(ObjectNames.cluster(), ClusterMXBean.class);
    long deadline = pause.nowEpochMillis() + TO_ANSWER.toMillis();
    while (cluster.getHosts().stream().filter(host -> host.cpuLoad() != null).count()
            < CampaignConfiguration.HOSTS.size()
        || !cluster.getStaleHosts().isEmpty()) {
      if (pause.nowEpochMillis() > deadline) {
        throw new CommandFailure("the manager did not hear of all simulated hosts in time");
      }
      pause.await(Duration.ofMillis(200));
    }
  }

  private int end(CampaignResult result) {
    PrintWriter to = spec.commandLine().getOut();
    Table table =
        new Table(
            Table.left("TEST"),
            Table.left("VERDICT"),
            Table.right("FINDINGS"),
            Table.left("PROBLEM"));
    for (TestResult test : result.tests()) {
      table.row(
          test.id(),
          test.verdict().toString(),
          Integer.toString(test.findings().size()),
          test.problem());
    }
    table.lines().forEach(to::println);
    say("the report is " + out.resolve(Report.PAGE) + " and " + out.resolve(Report.JSON));
    return result.tests().stream().allMatch(test -> test.verdict() == Verdict.PASSED)
        ? ExitCode.OK
        : ExitCode.ERROR;
  }

  private Progress progress() {
    long begin = System.nanoTime();
    return (test, text) ->
        say(
            String.format(
                Locale.ROOT, "[%6.1f s] %-4s %s", (System.nanoTime() - begin) / 1e9, test, text));
  }

  private void say(String line) {
    spec.commandLine().getOut().println(line);
    spec.commandLine().getOut().flush();
  }

  private static Path domainsOf(Path base) {
    return base.resolve("domains");
  }

  /** The command that runs a workload program; small, for several run at a time. */
  private static List<String> workload(Installation installation)
      throws CommandFailure, IOException {
    Path folder = installation.home().resolve("workload");
    try (Stream<Path> files = Files.isDirectory(folder) ? Files.list(folder) : Stream.empty()) {
      Path jar =
          files
              .filter(file -> file.getFileName().toString().endsWith(".jar"))
              .findFirst()
              .orElseThrow(
                  () ->
                      new CommandFailure("there is no workload in " + folder + "; build it anew"));
      return List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Xmx512m",
          "-jar",
          jar.toString());
    }
  }
}
