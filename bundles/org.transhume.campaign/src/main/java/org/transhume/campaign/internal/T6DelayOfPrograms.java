// SPDX-License-Identifier: Apache-2.0
package org.transhume.campaign.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.transhume.campaign.CampaignTest;
import org.transhume.campaign.DomainPlan;
import org.transhume.campaign.MissingMeans;
import org.transhume.campaign.Moved;
import org.transhume.campaign.Program;
import org.transhume.campaign.Trial;

/**
 * T6: how much later a program ends because its domain was moved meanwhile. The program tells the
 * time after each of many equal laps; those before and after the move tell its pace, so that what
 * else the machine does counts as little as possible.
 */
public final class T6DelayOfPrograms implements CampaignTest {

  private static final String DOMAIN = "etch-1-4";
  private static final int LAPS_TO_MEASURE = 10;
  private static final long LOOPS_TO_MEASURE = 20_000;
  private static final int LAPS = 60;
  private static final int LAPS_BEFORE = 15;
  private static final long LAP_MILLIS = 100;

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
    long measured =
        pace(laps(trial, count(trial, LAPS_TO_MEASURE, LOOPS_TO_MEASURE), LAPS_TO_MEASURE));
    long loops = LOOPS_TO_MEASURE * LAP_MILLIS / Math.max(1, measured);
    List<Double> paces = new ArrayList<>();
    List<Double> delays = new ArrayList<>();
    List<Double> shares = new ArrayList<>();
    for (int run = 0; run < trial.runs(); run++) {
      Program counting = count(trial, LAPS, loops);
      trial.await("it has found its pace", () -> counting.lines().size() > LAPS_BEFORE);
      Moved moved = Moves.done(trial, trial.move(DOMAIN, trial.host(run % 2 == 0 ? 1 : 0)));
      List<Lap> laps = laps(trial, counting, LAPS);
      List<Lap> during = laps.stream().filter(lap -> lap.isDuring(moved)).toList();
      long pace = pace(laps.stream().filter(lap -> !lap.isDuring(moved)).toList());
      long delay = during.stream().mapToLong(lap -> lap.millis() - pace).sum();
      paces.add(pace / 1000.0);
      delays.add(delay / 1000.0);
      shares.add((double) delay / moved.durationMillis());
    }
    Statistics share = new Statistics(shares);
    Statistics delay = new Statistics(delays);
    trial.expect(
        "delay of the program, as a share of the move's duration",
        "median below 1: the program goes on while the domain moves",
        share.in("of the move")
            + "; delay "
            + delay.in("s")
            + "; an undisturbed lap "
            + new Statistics(paces).in("s"),
        share.median() < 1);
    trial.compare("delay of a program by a move, mean", "s", "", Statistics.decimal(delay.mean()));
    trial.compare(
        "delay against the duration of the move", "", "", Statistics.decimal(share.median()));
  }

  private static Program count(Trial trial, int laps, long loops) throws IOException, MissingMeans {
    return trial.shell(
        DOMAIN,
        "i=0; while [ $i -lt "
            + laps
            + " ]; do date +%s%3N; j=0; while [ $j -lt "
            + loops
            + " ]; do j=$((j+1)); done; i=$((i+1)); done; date +%s%3N");
  }

  private static List<Lap> laps(Trial trial, Program counting, int count) throws IOException {
    trial.await("the program ends", () -> counting.lines().size() > count);
    List<Lap> laps = new ArrayList<>();
    long[] times = counting.lines().stream().limit(count + 1L).mapToLong(Long::parseLong).toArray();
    for (int lap = 0; lap < count; lap++) {
      laps.add(new Lap(times[lap], times[lap + 1]));
    }
    return laps;
  }

  /** The median of the laps' times. */
  private static long pace(List<Lap> laps) {
    return Math.round(
        new Statistics(laps.stream().map(lap -> (double) lap.millis()).toList()).median());
  }

  private record Lap(long begunEpochMillis, long endedEpochMillis) {

    long millis() {
      return endedEpochMillis - begunEpochMillis;
    }

    boolean isDuring(Moved moved) {
      return endedEpochMillis > moved.startEpochMillis()
          && begunEpochMillis < moved.endEpochMillis();
    }
  }
}
