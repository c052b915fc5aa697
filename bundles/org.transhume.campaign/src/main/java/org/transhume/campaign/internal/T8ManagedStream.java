// SPDX-License-Identifier: Apache-2.0
package org.transhume.campaign.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.transhume.api.model.Refusal;
import org.transhume.api.mx.ObjectNames;
import org.transhume.api.mx.ProbeEvent;
import org.transhume.campaign.CampaignTest;
import org.transhume.campaign.DomainPlan;
import org.transhume.campaign.MissingMeans;
import org.transhume.campaign.Moved;
import org.transhume.campaign.Trial;

/** T8: T2 when the manager decides; and a domain that would carry the heat along. */
public final class T8ManagedStream implements CampaignTest {

  private static final String DOMAIN = "dapper-1-3";
  private static final String NEIGHBOUR = "etch-1-6";
  private static final double HIGH = 0.6;
  private static final double LOW = 0.45;
  private static final Duration QUIET = Duration.ofSeconds(2);

  @Override
  public String id() {
    return "T8";
  }

  @Override
  public String statement() {
    return "The stream of T2 goes on while the manager moves the domain by itself, because the cpu"
        + " probe of its host is above its threshold; the target stays cool. A domain that is"
        + " alone on its hot host is not moved: it would only carry the heat along.";
  }

  @Override
  public List<String> requirements() {
    return List.of("EF1", "EF2", "EF8");
  }

  @Override
  public int hosts() {
    return 3;
  }

  @Override
  public void run(Trial trial) throws IOException, MissingMeans {
    String source = trial.host(0);
    trial.create(source, new DomainPlan(DOMAIN, 64, 2 << 20));
    trial.create(source, new DomainPlan(NEIGHBOUR, 64, 0));
    trial.testbed().demand(NEIGHBOUR, 0.2);
    StreamWatch stream = StreamWatch.start(trial, DOMAIN, trial.host(2));
    Heat heat = Heat.underManager(trial);
    trial.testbed().hosts().forEach(host -> heat.threshold(host, LOW, HIGH));
    Moved moved = Moves.decided(trial, heat.heatUntilMoved(DOMAIN));
    expectAlarm(trial, moved);
    heat.expectCool(moved);
    stream.judge("a move that the manager decided");
    expectRefusal(trial, heat, moved.target());
  }

  private static void expectAlarm(Trial trial, Moved moved) {
    Optional<ProbeEvent> alarm =
        trial.watch().probes().stream()
            .filter(event -> event.probe().equals(Heat.PROBE))
            .filter(event -> event.host().equals(moved.source()))
            .filter(event -> event.level() == org.transhume.api.model.ThresholdLevel.HIGH)
            .filter(event -> event.atEpochMillis() <= moved.startEpochMillis() + 100)
            .findFirst();
    trial.expect(
        "probe " + Heat.PROBE + " of " + moved.source(),
        "HIGH before the migration, over " + HIGH,
        alarm
            .map(
                event ->
                    "HIGH at "
                        + event.value()
                        + ", "
                        + (moved.startEpochMillis() - event.atEpochMillis())
                        + " ms before")
            .orElse("never HIGH before"),
        alarm.isPresent());
  }

  /** The domain wants its processor on; by thresholds below that, its new host is hot with it. */
  private static void expectRefusal(Trial trial, Heat heat, String host) throws IOException {
    int before = trial.watch().migrations().size();
    trial.testbed().hosts().forEach(each -> heat.threshold(each, 0.3, 0.4));
    trial.holds(Duration.ofSeconds(20), () -> refusal(trial, host).isPresent());
    Optional<Refusal> refusal = refusal(trial, host);
    trial.pause(QUIET);
    int after = trial.watch().migrations().size();
    trial.expect(
        "a hot host with a single domain",
        "the policy refuses (CARRIES_THE_HEAT), and nothing moves",
        refusal.map(why -> why.reason().text()).orElse("no refusal")
            + "; "
            + (after - before)
            + " events of migrations",
        refusal.isPresent() && after == before);
  }

  private static Optional<Refusal> refusal(Trial trial, String host) throws IOException {
    if (!trial.testbed().beans().has(ObjectNames.policy("hotspot"))) {
      return Optional.empty();
    }
    return Optional.ofNullable(Heat.policy(trial).getLastProposal()).stream()
        .flatMap(proposal -> proposal.refusals().stream())
        .filter(refusal -> refusal.subject().equals(host))
        .filter(refusal -> refusal.reason().code().equals("CARRIES_THE_HEAT"))
        .findFirst();
  }
}
