// SPDX-License-Identifier: Apache-2.0
package org.transhume.campaign.internal;

import java.io.IOException;
import java.util.List;
import org.transhume.campaign.CampaignTest;
import org.transhume.campaign.DomainPlan;
import org.transhume.campaign.MissingMeans;
import org.transhume.campaign.Trial;

/** T3: what a domain writes to its disk while it moves has no gap. */
public final class T3SequenceHasNoGap implements CampaignTest {

  private static final String DOMAIN = "etch-1-2";

  @Override
  public String id() {
    return "T3";
  }

  @Override
  public String statement() {
    return "A domain writes an arithmetic sequence to its disk while it moves; a host that reads"
        + " the file finds no gap.";
  }

  @Override
  public List<String> requirements() {
    return List.of("EF1", "EF3");
  }

  @Override
  public void run(Trial trial) throws IOException, MissingMeans {
    trial.create(trial.host(0), new DomainPlan(DOMAIN, 64, 1 << 20));
    SequenceWatch sequence = SequenceWatch.start(trial, DOMAIN);
    Moves.done(trial, trial.move(DOMAIN, trial.host(1)));
    sequence.judge(trial.host(1), "a move");
  }
}
