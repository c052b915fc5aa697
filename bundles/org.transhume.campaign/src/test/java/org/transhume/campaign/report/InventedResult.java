// SPDX-License-Identifier: Apache-2.0
package org.transhume.campaign.report;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A result that nobody measured, with everything that a report can show. */
final class InventedResult {

  private static final long BEGUN = 1_700_000_000_000L;

  private InventedResult() {}

  /** Writes a report of it, to be looked at. */
  public static void main(String... arguments) throws IOException {
    Report.write(result(), Path.of(arguments[0]));
  }

  static CampaignResult result() {
    return new CampaignResult(
        "0.0.0-invented",
        "simulator",
        BEGUN,
        Duration.ofMillis(192_345),
        CampaignResult.TOOL_CHAIN,
        List.of(moved(), cut(), compared(), pinged(), notRun()));
  }

  private static TestResult moved() {
    return new TestResult(
        "T1",
        "simulator",
        Verdict.PASSED,
        "A domain is moved live between two hosts; their inventories show it leave and arrive.",
        List.of("EF1"),
        List.of(),
        List.of(
            new Event(BEGUN, "etch-1-1 created on a-204-02, 64 MiB"),
            new Event(BEGUN + 12_345, "etch-1-1 from a-204-02 to a-204-03: DONE after 1200 ms")),
        List.of(new Finding("inventories", "on a-204-03", "on a-204-03", true)),
        "",
        "",
        List.of(network()),
        List.of());
  }

  private static Plot network() {
    List<Point> out = new ArrayList<>();
    List<Point> in = new ArrayList<>();
    for (int i = 0; i <= 20; i++) {
      double rate = i > 4 && i < 14 ? 60 - 2.5 * i : 0.4;
      out.add(new Point(i * 0.2, rate));
      in.add(new Point(i * 0.2 + 0.05, rate * 0.98));
    }
    return new Plot(
        "Network load of the migration at both hosts",
        "time since the request, s",
        "MiB/s",
        List.of(new Line("a-204-02 sends", out), new Line("a-204-03 receives", in)),
        List.of(new Phase("pre-copy", 0.9, 2.6), new Phase("stop-and-copy", 2.6, 2.8)));
  }

  private static TestResult cut() {
    return new TestResult(
        "T2",
        "simulator",
        Verdict.FAILED,
        "A client on a third host follows a stream of the domain while it moves there and, ten"
            + " seconds later, back; it is never disconnected.",
        List.of("EF1", "EF2"),
        List.of(
            "stream-server 127.0.0.1 8080 20000 --sabotage drop",
            "stream-client http://127.0.0.1:8080/ 20"),
        List.of(
            new Event(BEGUN + 20_000, "the client receives"),
            new Event(BEGUN + 22_000, "fault <reset> & end")),
        List.of(
            new Finding("the client's connection", "no fault", "1 fault: reset", false),
            new Finding("the move", "DONE", "DONE", true)),
        "the client's connection: 1 fault: reset",
        "the stream came to its end after chunk 19",
        List.of(),
        List.of());
  }

  private static TestResult compared() {
    SplittableRandom random = new SplittableRandom(1);
    List<Point> moves = new ArrayList<>();
    List<Point> calls = new ArrayList<>();
    for (int run = 1; run <= 20; run++) {
      moves.add(new Point(run, 2.5 + random.nextDouble()));
      calls.add(new Point(run, 1.8 + random.nextDouble() / 2));
    }
    return new TestResult(
        "T5",
        "simulator",
        Verdict.PASSED,
        "Two successive migrations of a domain of 64 MB against one call by RMI of 64 MB.",
        List.of("EF1", "EF5"),
        List.of("rmi-server 127.0.0.1 0", "rmi-client 127.0.0.1 1099 67108864"),
        List.of(),
        List.of(new Finding("runs", "20", "20", true)),
        "",
        "",
        List.of(
            new Plot(
                "Two moves of 64 MB against one call of 64 MB",
                "run",
                "s",
                List.of(new Line("two moves", moves), new Line("call by RMI", calls)),
                List.of())),
        List.of(
            new Comparison("two moves of 64 MB, mean", "s", "16.2", "3.0"),
            new Comparison("moves against the call", "", "1.5", "1.4"),
            new Comparison("spread", "s", "", "0.3")));
  }

  private static TestResult pinged() {
    SplittableRandom random = new SplittableRandom(2);
    List<Point> answers = new ArrayList<>();
    for (int i = 0; i < 1200; i++) {
      double second = i / 100.0;
      boolean isSilent = second > 8 && second < 9;
      if (!isSilent) {
        double raised = second > 3 && second <= 8 ? 6 : 0.4;
        answers.add(new Point(second, raised * (0.6 + random.nextDouble())));
      }
    }
    return new TestResult(
        "T7",
        "simulator",
        Verdict.PASSED,
        "How long nothing answers while the domain moves, from it and to it.",
        List.of("EF1", "EF7"),
        List.of("ping 10.0.0.5 4242 10 2000 12"),
        List.of(new Event(BEGUN, "begun"), new Event(BEGUN + 12_000, "over")),
        List.of(new Finding("interruption", "below 5 s", "1.01 s", true)),
        "",
        "",
        List.of(
            new Plot(
                "Ping response during a migration",
                "time, s",
                "ms",
                List.of(new Line("response", answers)),
                List.of(
                    new Phase("check", 2, 3),
                    new Phase("pre-copy", 3, 8),
                    new Phase("stop-and-copy", 8, 9)))),
        List.of(new Comparison("interruption, mean", "s", "1", "1.01")));
  }

  private static TestResult notRun() {
    return new TestResult(
        "T10",
        "simulator",
        Verdict.NOT_RUN,
        "The load of a domain lets the manager move it.",
        List.of("EF1", "EF4", "EF10"),
        List.of(),
        List.of(),
        List.of(),
        "it needs 3 hosts; there are 2",
        "",
        List.of(),
        List.of());
  }
}
