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

/** T6: how much later a program ends because its domain was moved meanwhile. */
public final class T6DelayOfPrograms implements CampaignTest {

  private static final String DOMAIN = "etch-1-4";
  private static final long LOOPS_TO_MEASURE = 200_000;
  private static final long WANTED_MILLIS = 4_000;

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
    long measured = Math.max(1, took(trial, count(trial, LOOPS_TO_MEASURE)));
    long loops = LOOPS_TO_MEASURE * WANTED_MILLIS / measured;
    List<Double> undisturbed = new ArrayList<>();
    List<Double> delays = new ArrayList<>();
    List<Double> shares = new ArrayList<>();
    for (int run = 0; run < trial.runs(); run++) {
      long alone = took(trial, count(trial, loops));
      Program counting = count(trial, loops);
      Moved moved = Moves.done(trial, trial.move(DOMAIN, trial.host(run % 2 == 0 ? 1 : 0)));
      long disturbed = took(trial, counting);
      undisturbed.add(alone / 1000.0);
      delays.add((disturbed - alone) / 1000.0);
      shares.add((double) (disturbed - alone) / moved.durationMillis());
    }
    Statistics share = new Statistics(shares);
    Statistics delay = new Statistics(delays);
    trial.expect(
        "delay of the program, as a share of the move's duration",
        "median below 1: the program goes on while the domain moves",
        share.in("of the move")
            + "; delay "
            + delay.in("s")
            + "; undisturbed "
            + new Statistics(undisturbed).in("s"),
        share.median() < 1);
    trial.compare("delay of a program by a move, mean", "s", "", Statistics.decimal(delay.mean()));
    trial.compare(
        "delay against the duration of the move", "", "", Statistics.decimal(share.median()));
  }

  private static Program count(Trial trial, long loops) throws IOException, MissingMeans {
    Program counting =
        trial.shell(
            DOMAIN,
            "date +%s%3N; i=0; while [ $i -lt " + loops + " ]; do i=$((i+1)); done; date +%s%3N");
    trial.await("the program begins", () -> !counting.lines().isEmpty());
    return counting;
  }

  private static long took(Trial trial, Program counting) throws IOException {
    trial.await("the program ends", () -> counting.lines().size() >= 2);
    List<String> times = counting.lines();
    return Long.parseLong(times.get(1).strip()) - Long.parseLong(times.get(0).strip());
  }
}
