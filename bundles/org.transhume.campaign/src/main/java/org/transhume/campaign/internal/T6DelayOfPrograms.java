// SPDX-License-Identifier: Apache-2.0
package org.transhume.campaign.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.transhume.campaign.CampaignTest;
import org.transhume.campaign.DomainPlan;
import org.transhume.campaign.MissingMeans;
import org.transhume.campaign.Moved;
import org.transhume.campaign.Program;
import org.transhume.campaign.Trial;
import org.transhume.campaign.report.Line;
import org.transhume.campaign.report.Phase;
import org.transhume.campaign.report.Plot;
import org.transhume.campaign.report.Point;

/** T6: how much later a program is because its domain was moved meanwhile. */
public final class T6DelayOfPrograms implements CampaignTest {

  private static final String DOMAIN = "etch-1-4";

  /** Counts on and on, and tells the time after each piece of work. */
  private static final String PROGRAM =
      "while :; do i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done; date +%s%3N; done";

  private static final Duration ALONE = Duration.ofSeconds(1);

  @Override
  public String id() {
    return "T6";
  }

  @Override
  public String statement() {
    return "The delay that a move adds to a program which computes in the domain, in terms of the"
        + " duration of the move.";
  }

  @Override
  public List<String> requirements() {
    return List.of("EF1", "EF6");
  }

  @Override
  public void run(Trial trial) throws IOException, MissingMeans {
    trial.create(trial.host(0), new DomainPlan(DOMAIN, 64, 2 << 20));
    List<Double> delays = new ArrayList<>();
    List<Double> shares = new ArrayList<>();
    for (int run = 0; run < trial.runs(); run++) {
      Program counting = trial.shell(DOMAIN, PROGRAM);
      trial.await("the program begins", () -> !counting.lines().isEmpty());
      trial.pause(ALONE);
      Moved moved = Moves.done(trial, trial.move(DOMAIN, trial.host(run % 2 == 0 ? 1 : 0)));
      trial.pause(ALONE);
      counting.end();
      List<Long> times =
          counting.lines().stream().map(line -> Long.parseLong(line.strip())).toList();
      double delay = delayMillis(times, moved);
      delays.add(delay / 1000);
      shares.add(delay / moved.durationMillis());
      if (run == 0) {
        trial.draw(plot(times, moved));
      }
    }
    tell(trial, new Statistics(delays), new Statistics(shares));
  }

  private static void tell(Trial trial, Statistics delay, Statistics share) {
    trial.expect(
        "delay of the program, as a share of the move's duration",
        "median below 1: the program goes on while the domain moves",
        share.in("of the move") + "; delay " + delay.in("s"),
        share.median() < 1);
    trial.compare("delay of a program by a move, mean", "s", "", Statistics.decimal(delay.mean()));
    trial.compare(
        "delay against the duration of the move, median",
        "",
        "",
        Statistics.decimal(share.median()));
  }

  /** What the pieces that touch the move took, less what as many take in the median without it. */
  private static double delayMillis(List<Long> times, Moved moved) {
    List<Double> undisturbed = new ArrayList<>();
    List<Double> disturbed = new ArrayList<>();
    for (int i = 1; i < times.size(); i++) {
      boolean touches =
          times.get(i) > moved.startEpochMillis() && times.get(i - 1) < moved.endEpochMillis();
      (touches ? disturbed : undisturbed).add((double) (times.get(i) - times.get(i - 1)));
    }
    return disturbed.stream().mapToDouble(Double::doubleValue).sum()
        - disturbed.size() * new Statistics(undisturbed).median();
  }

  private static Plot plot(List<Long> times, Moved moved) {
    long begin = times.get(0);
    List<Point> points = new ArrayList<>();
    for (int i = 1; i < times.size(); i++) {
      points.add(new Point((times.get(i) - begin) / 1000.0, times.get(i) - times.get(i - 1)));
    }
    return new Plot(
        "Pieces of work while the domain moves",
        "time, s",
        "duration of a piece, ms",
        List.of(new Line("the program", points)),
        List.of(
            new Phase(
                "migration",
                (moved.startEpochMillis() - begin) / 1000.0,
                (moved.endEpochMillis() - begin) / 1000.0)));
  }
}
