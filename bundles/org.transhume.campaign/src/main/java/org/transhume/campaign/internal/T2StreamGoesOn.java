// SPDX-License-Identifier: Apache-2.0
package org.transhume.campaign.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.transhume.campaign.CampaignTest;
import org.transhume.campaign.DomainPlan;
import org.transhume.campaign.MissingMeans;
import org.transhume.campaign.Trial;

/** T2: a stream from a domain goes on while the domain moves there and back. */
public final class T2StreamGoesOn implements CampaignTest {

  static final String DOMAIN = "dapper-1-1";
  static final int MEBIBYTES = 64;
  static final long DIRTY_BYTES_PER_SECOND = 2 << 20;
  private static final Duration BETWEEN = Duration.ofSeconds(3);

  @Override
  public String id() {
    return "T2";
  }

  @Override
  public String statement() {
    return "A domain serves a stream to a client on a third host, moves there, and back "
        + BETWEEN.toSeconds()
        + " s later (10 s in 2008); the client is never disconnected.";
  }

  @Override
  public List<String> requirements() {
    return List.of("EF1", "EF2");
  }

  @Override
  public int hosts() {
    return 3;
  }

  @Override
  public void run(Trial trial) throws IOException, MissingMeans {
    trial.create(trial.host(0), new DomainPlan(DOMAIN, MEBIBYTES, DIRTY_BYTES_PER_SECOND));
    StreamWatch stream = StreamWatch.start(trial, DOMAIN, trial.host(2));
    Moves.done(trial, trial.move(DOMAIN, trial.host(1)));
    trial.pause(BETWEEN);
    Moves.done(trial, trial.move(DOMAIN, trial.host(0)));
    stream.judge("two moves");
  }
}
