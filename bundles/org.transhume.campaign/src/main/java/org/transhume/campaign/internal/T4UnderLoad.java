// SPDX-License-Identifier: Apache-2.0
package org.transhume.campaign.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.transhume.campaign.CampaignTest;
import org.transhume.campaign.DomainPlan;
import org.transhume.campaign.MissingMeans;
import org.transhume.campaign.Trial;
import org.transhume.campaign.report.Line;
import org.transhume.campaign.report.Plot;

/** T4: T2's and T3's programs in a domain that computes, at several levels. */
public final class T4UnderLoad implements CampaignTest {

  static final List<Integer> LEVELS = List.of(1, 2, 4);
  private static final String DOMAIN = "dapper-1-2";

  @Override
  public String id() {
    return "T4";
  }

  @Override
  public String statement() {
    return "At several levels of load, which LoadControl holds in the moved domain, the stream of"
        + " T2 and then the sequence of T3 come through a move.";
  }

  @Override
  public List<String> requirements() {
    return List.of("EF1", "EF2", "EF3", "EF4");
  }

  @Override
  public int hosts() {
    return 3;
  }

  @Override
  public void run(Trial trial) throws IOException, MissingMeans {
    trial.create(trial.host(0), new DomainPlan(DOMAIN, 64, 2 << 20));
    LoadWatch load = new LoadWatch(trial, DOMAIN, trial.host(2));
    List<Line> curves = new ArrayList<>();
    for (int level : LEVELS) {
      trial.testbed().demand(DOMAIN, Math.min(1, level));
      curves.add(
          load.run(
              level,
              domain -> Moves.done(trial, trial.move(domain, trial.host(1))),
              domain -> Moves.done(trial, trial.move(domain, trial.host(0)))));
    }
    trial.draw(curvesOf(curves));
  }

  static Plot curvesOf(List<Line> curves) {
    return new Plot(
        "LoadControl in the domain that moves",
        "time, s",
        "load average over one minute",
        curves,
        List.of());
  }
}
