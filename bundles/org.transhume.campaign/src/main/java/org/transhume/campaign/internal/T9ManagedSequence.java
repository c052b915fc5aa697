// SPDX-License-Identifier: Apache-2.0
package org.transhume.campaign.internal;

import java.io.IOException;
import java.util.List;
import org.transhume.campaign.CampaignTest;
import org.transhume.campaign.DomainPlan;
import org.transhume.campaign.MissingMeans;
import org.transhume.campaign.Moved;
import org.transhume.campaign.Trial;

/** T9: T3 when the manager decides. */
public final class T9ManagedSequence implements CampaignTest {

  private static final String DOMAIN = "etch-1-7";

  @Override
  public String id() {
    return "T9";
  }

  @Override
  public String statement() {
    return "The sequence of T3 has no gap when the manager moves the domain by itself.";
  }

  @Override
  public List<String> requirements() {
    return List.of("EF1", "EF3", "EF9");
  }

  @Override
  public void run(Trial trial) throws IOException, MissingMeans {
    trial.create(trial.host(0), new DomainPlan(DOMAIN, 64, 1 << 20));
    SequenceWatch sequence = SequenceWatch.start(trial, DOMAIN);
    Moved moved = Moves.decided(trial, Heat.underManager(trial).relieve(DOMAIN));
    sequence.judge(moved.target(), "a move that the manager decided");
  }
}
