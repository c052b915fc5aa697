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

/** T10: T4 when the manager decides. */
public final class T10ManagedLoad implements CampaignTest {

  private static final String DOMAIN = "dapper-1-4";

  @Override
  public String id() {
    return "T10";
  }

  @Override
  public String statement() {
    return "T4 when the manager moves the domain by itself. Load 4 on one virtual processor is half"
        + " of a host with two, so the cpu probe of the domain's host has its high threshold at"
        + " 0.45, and that of the others at 0.8.";
  }

  @Override
  public List<String> requirements() {
    return List.of("EF1", "EF4", "EF10");
  }

  @Override
  public int hosts() {
    return 3;
  }

  @Override
  public void run(Trial trial) throws IOException, MissingMeans {
    trial.create(trial.host(0), new DomainPlan(DOMAIN, 64, 2 << 20));
    Heat heat = Heat.underManager(trial);
    LoadWatch load = new LoadWatch(trial, DOMAIN, trial.host(2));
    List<Line> curves = new ArrayList<>();
    for (int level : T4UnderLoad.LEVELS) {
      Mover policy = domain -> Moves.decided(trial, heat.relieve(domain));
      curves.add(load.run(level, policy, policy));
    }
    trial.draw(T4UnderLoad.curvesOf(curves));
  }
}
