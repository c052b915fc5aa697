// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.transhume.cli.internal.CommandFailure;
import org.transhume.cli.internal.ExitCode;
import org.transhume.cli.internal.Installation;
import org.transhume.cli.internal.Version;
import org.transhume.cli.internal.client.ClusterConnection;
import org.transhume.cli.internal.client.UserFolders;
import org.transhume.cli.internal.session.AtExit;
import org.transhume.cli.internal.session.ContainerSession;
import org.transhume.cli.internal.session.Interruption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code transhume demo}. */
@Command(
    name = "demo",
    description = {
      "Shows an overloaded host being relieved by a live migration, on simulated hosts.",
      "Starts one container with agents, manager, probes and policies; raises the load of two",
      "domains on one host; shows what the manager does about it. Other stories: domains gather",
      "while load is low, an operator drains a host, a host loses its power. Ends by Ctrl-C or"
          + " after",
      "--duration, and leaves nothing running."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the story came to its end (hotspot: the hot host was relieved), or Ctrl-C without"
          + " --duration",
      "1:an error, told in one line",
      "2:the command was not understood",
      "3:the story did not come to its end"
    },
    footer = {
      "",
      "Examples:",
      "  transhume demo",
      "  transhume demo --hosts 12 --seed 7",
      "  transhume demo --story host-failure",
      "  transhume demo --plain --duration 120 --summary summary.json",
      "",
      "While it runs, in another terminal: transhume list, show, migrate, mode, jconsole."
    })
public final class DemoCommand implements Callable<Integer> {

  private static final Duration TO_ANSWER = Duration.ofMinutes(3);
  private static final Duration LIVE_PERIOD = Duration.ofMillis(250);
  private static final Duration PLAIN_PERIOD = Duration.ofMillis(500);

  @Option(
      names = "--story",
      paramLabel = "STORY",
      defaultValue = "hotspot",
      converter = StoryKind.Converter.class,
      completionCandidates = StoryKind.Words.class,
      description = "${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} when left out.")
  private StoryKind kind;

  @Option(
      names = "--duration",
      paramLabel = "SECONDS",
      description = "End by itself, that long after the first table; until Ctrl-C when left out.")
  private Long durationSeconds;

  @Option(
      names = "--once",
      description = "End as soon as the story has come to its end, even before --duration.")
  private boolean once;

  @Option(
      names = "--plain",
      description = "Tell it line by line; so it is anyway where the output is no terminal.")
  private boolean plain;

  @Option(
      names = "--hosts",
      paramLabel = "N",
      defaultValue = "3",
      description = "Simulated hosts, 2 to 50; ${DEFAULT-VALUE} when left out.")
  private int hosts;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Everything random is drawn from it; the same seed tells the same story.")
  private Long seed;

  @Option(names = "--summary", paramLabel = "FILE", description = "Write what it came to as JSON.")
  private Path summary;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "JMX port on the loopback address; a free one when left out.")
  private Integer port;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws CommandFailure, IOException {
    DemoOptions options = options();
    Interruption interruption = Interruption.bySignals();
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        "starting a container with "
            + options.hostCount()
            + " simulated hosts, seed "
            + options.seed()
            + ", story "
            + options.story().word());
    out.flush();
    try (DemoSession session =
        DemoSession.start(Installation.current(), options, UserFolders.of(System.getenv()))) {
      AtExit.close(session::close, "demo-cleaner", spec.commandLine().getErr());
      return run(session, options, interruption, out);
    }
  }

  private DemoOptions options() throws IOException {
    try {
      if (durationSeconds != null && durationSeconds < 1) {
        throw new IllegalArgumentException("--duration " + durationSeconds + ": give 1 or more");
      }
      return new DemoOptions(
          kind,
          hosts,
          seed != null ? seed : ThreadLocalRandom.current().nextLong(1, 1_000_000),
          port != null ? port : ContainerSession.freePort());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private int run(
      DemoSession session, DemoOptions options, Interruption interruption, PrintWriter out)
      throws CommandFailure, IOException {
    try (ClusterConnection connection = session.connect(TO_ANSWER, interruption)) {
      DemoRun run =
          new DemoRun(
              new ClusterWatch(connection.view()),
              new ClusterStage(connection),
              session::isAlive,
              interruption,
              () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
      List<String> header = header(session);
      header.forEach(out::println);
      out.println(
          "JConsole     "
              + launcher()
              + " jconsole --address "
              + session.target().endpoint()
              + " --identity "
              + session.target().identity());
      out.flush();
      Story story = new Story(options.story().plot(options.seed()));
      run.await(story, options.hostCount(), TO_ANSWER);
      try (Teller teller = teller(out, header)) {
        run.tell(
            story,
            teller,
            isLive() ? LIVE_PERIOD : PLAIN_PERIOD,
            durationSeconds == null
                ? OptionalLong.empty()
                : OptionalLong.of(TimeUnit.SECONDS.toMillis(durationSeconds)),
            once);
      }
      return end(story, options, out);
    }
  }

  private int end(Story story, DemoOptions options, PrintWriter out) throws IOException {
    PlainTeller.table(story.scene()).lines().forEach(out::println);
    out.println(story.plot().ending());
    if (summary != null) {
      Summary.write(summary, Version.text(), options, story);
    }
    out.flush();
    boolean fulfilled = story.plot().isFulfilled();
    return fulfilled || durationSeconds == null ? ExitCode.OK : ExitCode.NOT_FULFILLED;
  }

  private static List<String> header(DemoSession session) {
    return List.of(
        "JMX address  " + session.target().endpoint(),
        "operator     " + session.target().identity());
  }

  /** The launcher as a user here would type it. */
  private static String launcher() throws CommandFailure {
    Path launcher = Installation.current().launcher();
    Path here = Path.of("").toAbsolutePath();
    return here.equals(launcher.getParent()) ? "./transhume" : launcher.toString();
  }

  private Teller teller(PrintWriter out, List<String> header) throws CommandFailure {
    if (!isLive()) {
      return new PlainTeller(out);
    }
    List<String> lines = new ArrayList<>(header);
    lines.add(
        "elsewhere    "
            + launcher()
            + " list | show NAME | migrate DOMAIN HOST | jconsole"
            + "    (Ctrl-C ends the demo)");
    return LiveTeller.open(lines);
  }

  private boolean isLive() {
    return !plain && isTerminal(0) && isTerminal(1);
  }

  /** Whether that file descriptor of ours is a terminal. */
  private static boolean isTerminal(int descriptor) {
    try {
      Path opened = Files.readSymbolicLink(Path.of("/proc/self/fd", Integer.toString(descriptor)));
      return opened.startsWith("/dev/pts") || opened.toString().startsWith("/dev/tty");
    } catch (IOException e) {
      return false;
    }
  }
}
