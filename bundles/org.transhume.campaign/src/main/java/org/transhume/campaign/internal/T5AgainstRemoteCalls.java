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
import org.transhume.campaign.report.Line;
import org.transhume.campaign.report.Plot;
import org.transhume.campaign.report.Point;

/** T5: how long two moves take, against a remote call that carries as much memory. */
public final class T5AgainstRemoteCalls implements CampaignTest {

  private static final String DOMAIN = "etch-1-3";
  private static final int MEBIBYTES = 64;
  private static final String PORT = "1099";

  @Override
  public String id() {
    return "T5";
  }

  @Override
  public String statement() {
    return "Two successive moves of a domain of 64 MB, there and back, against one call by RMI"
        + " between the two hosts that carries 64 MB there and back.";
  }

  @Override
  public List<String> requirements() {
    return List.of("EF1", "EF5");
  }

  @Override
  public void run(Trial trial) throws IOException, MissingMeans {
    trial.create(trial.host(0), new DomainPlan(DOMAIN, MEBIBYTES, 0));
    String address = trial.testbed().address(trial.host(1));
    trial.await(trial.onHost(trial.host(1), "rmi-server", address, PORT), "ready");
    List<Double> moves = new ArrayList<>();
    List<Double> calls = new ArrayList<>();
    for (int run = 0; run < trial.runs(); run++) {
      Program client =
          trial.onHost(
              trial.host(0), "rmi-client", address, PORT, Integer.toString(MEBIBYTES << 20));
      calls.add(trial.await(client, "call").number(2) / 1000);
      Moved there = Moves.done(trial, trial.move(DOMAIN, trial.host(1)));
      Moved back = Moves.done(trial, trial.move(DOMAIN, trial.host(0)));
      moves.add((there.durationMillis() + back.durationMillis()) / 1000.0);
    }
    tell(trial, new Statistics(moves), new Statistics(calls));
    trial.draw(
        new Plot(
            "Two moves of 64 MB against one call of 64 MB",
            "run",
            "s",
            List.of(line("two moves", moves), line("call by RMI", calls)),
            List.of()));
  }

  private static void tell(Trial trial, Statistics moves, Statistics calls) {
    double ratio = moves.mean() / calls.mean();
    trial.expect(
        "duration of two moves and of a call",
        "both measured in every one of " + trial.runs() + " runs; no bound is set on their ratio",
        "moves "
            + moves.in("s")
            + "; calls "
            + calls.in("s")
            + "; ratio "
            + Statistics.decimal(ratio),
        moves.least() > 0 && calls.least() > 0);
    trial.compare("two moves of 64 MB, mean", "s", "16.2", Statistics.decimal(moves.mean()));
    trial.compare("one call of 64 MB, mean", "s", "10.8", Statistics.decimal(calls.mean()));
    trial.compare("moves against the call", "", "1.5", Statistics.decimal(ratio));
  }

  private static Line line(String name, List<Double> values) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      points.add(new Point(i + 1, values.get(i)));
    }
    return new Line(name, points);
  }
}
