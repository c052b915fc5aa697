// SPDX-License-Identifier: Apache-2.0
package org.transhume.campaign.internal;

import java.io.IOException;
import java.util.List;
import org.transhume.campaign.CampaignTest;
import org.transhume.campaign.MissingMeans;
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
    List<PingedMove> moves = PingedDomain.created(trial, DOMAIN).movedByAgents();
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
}
