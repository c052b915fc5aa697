// SPDX-License-Identifier: Apache-2.0
package org.transhume.campaign.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.transhume.api.model.ThresholdLevel;
import org.transhume.api.mx.ProbeEvent;
import org.transhume.campaign.CampaignTest;
import org.transhume.campaign.MissingMeans;
import org.transhume.campaign.Moved;
import org.transhume.campaign.Trial;

/** T11: what it costs that the manager decides. */
public final class T11CostOfManagement implements CampaignTest {

  private static final String DOMAIN = "etch-1-8";

  /** Between the alarm and the manager's decision; the manager asks its policies at once. */
  private static final double MOST_SECONDS = 5;

  /** Until heat is an alarm, and the alarm a decision. */
  private static final long REACTION_SECONDS = 6;

  @Override
  public String id() {
    return "T11";
  }

  @Override
  public String statement() {
    return "What the management costs: durations and interruptions of moves that the manager"
        + " decides beside those of T5 to T7, and the time from the probe's alarm to the"
        + " migration.";
  }

  @Override
  public List<String> requirements() {
    return List.of("EF1", "EF11");
  }

  @Override
  public int hosts() {
    return 3;
  }

  @Override
  public void run(Trial trial) throws IOException, MissingMeans {
    PingedDomain pinged = PingedDomain.created(trial, DOMAIN);
    List<PingedMove> direct = pinged.movedByAgents();
    Heat heat = Heat.underManager(trial);
    List<PingedMove> managed = new ArrayList<>();
    for (int run = 0; run < trial.runs(); run++) {
      managed.add(
          pinged.watched(REACTION_SECONDS, domain -> Moves.decided(trial, heat.relieve(domain))));
    }
    PingedMove.judge(trial, managed);
    tell(trial, seconds(direct), seconds(managed), reactions(trial, managed));
    trial.draw(managed.get(0).plot());
  }

  private static void tell(
      Trial trial, Statistics direct, Statistics managed, Statistics reaction) {
    trial.expect(
        "from the probe's alarm to the migration",
        "under " + MOST_SECONDS + " s in every run",
        reaction.in("s"),
        reaction.most() < MOST_SECONDS);
    trial.expect(
        "duration of a move",
        "measured in every run, asked for at the agent and decided by the manager",
        "agent " + direct.in("s") + "; manager " + managed.in("s"),
        direct.least() > 0 && managed.least() > 0);
    trial.compare("decision of the manager, mean", "s", "", Statistics.decimal(reaction.mean()));
    trial.compare(
        "a move that the manager decides against one that was asked for",
        "",
        "",
        Statistics.decimal(managed.mean() / direct.mean()));
  }

  private static Statistics seconds(List<PingedMove> moves) {
    return new Statistics(
        moves.stream().map(move -> move.moved().durationMillis() / 1000.0).toList());
  }

  private static Statistics reactions(Trial trial, List<PingedMove> moves) {
    List<Double> reactions = new ArrayList<>();
    for (PingedMove move : moves) {
      Moved moved = move.moved();
      long alarm =
          trial.watch().probes().stream()
              .filter(event -> event.probe().equals(Heat.PROBE))
              .filter(event -> event.host().equals(moved.source()))
              .filter(event -> event.level() == ThresholdLevel.HIGH)
              .mapToLong(ProbeEvent::atEpochMillis)
              .filter(at -> at <= moved.endEpochMillis())
              .max()
              .orElseThrow(
                  () -> new IllegalStateException("no alarm before migration " + moved.id()));
      reactions.add(Math.max(0, moved.startEpochMillis() - alarm) / 1000.0);
    }
    return new Statistics(reactions);
  }
}
