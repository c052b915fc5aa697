// SPDX-License-Identifier: Apache-2.0
package org.transhume.campaign.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.transhume.campaign.CampaignTest;
import org.transhume.campaign.DomainPlan;
import org.transhume.campaign.MissingMeans;
import org.transhume.campaign.Moved;
import org.transhume.campaign.Trial;

/** T7: for how long a domain that moves does not answer, and gets no answer. */
public final class T7Interruption implements CampaignTest {

  private static final String DOMAIN = "etch-1-5";

  @Override
  public String id() {
    return "T7";
  }

  @Override
  public String statement() {
    return "The length of the interruption by a move, by requests every 10 ms to the domain and"
        + " from it, with a third host on the other side.";
  }

  @Override
  public List<String> requirements() {
    return List.of("EF1", "EF7");
  }

  @Override
  public int hosts() {
    return 3;
  }

  @Override
  public void run(Trial trial) throws IOException, MissingMeans {
    String third = trial.host(2);
    trial.create(trial.host(0), new DomainPlan(DOMAIN, 64, 2 << 20));
    PingWatch.answerIn(trial, DOMAIN);
    PingWatch.answerOn(trial, third);
    Moved rehearsal = Moves.done(trial, trial.move(DOMAIN, trial.host(1)));
    long seconds = secondsFor(rehearsal);
    List<PingedMove> moves = new ArrayList<>();
    for (int run = 0; run < trial.runs(); run++) {
      String target = trial.host(run % 2);
      moves.add(
          PingedMove.watched(
              trial,
              DOMAIN,
              third,
              seconds,
              domain -> Moves.done(trial, trial.move(domain, target))));
    }
    PingedMove.judge(trial, moves);
    List<Double> interruptions =
        moves.stream().map(move -> move.to().interruptionMillis() / 1000).toList();
    trial.compare(
        "interruption to the domain, mean",
        "s",
        "1",
        Statistics.decimal(new Statistics(interruptions).mean()));
    trial.draw(moves.get(0).plot());
  }

  /** As long as a move took, half of it again, and what is watched before and after. */
  static long secondsFor(Moved rehearsal) {
    return 3 + rehearsal.durationMillis() * 3 / 2000;
  }
}
