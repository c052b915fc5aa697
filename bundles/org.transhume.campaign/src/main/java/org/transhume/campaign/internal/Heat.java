// SPDX-License-Identifier: Apache-2.0
package org.transhume.campaign.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.transhume.api.model.Mode;
import org.transhume.api.mx.ManagerMXBean;
import org.transhume.api.mx.MigrationEvent;
import org.transhume.api.mx.ObjectNames;
import org.transhume.api.mx.PolicyMXBean;
import org.transhume.api.mx.ProbeMXBean;
import org.transhume.campaign.Moved;
import org.transhume.campaign.Testbed;
import org.transhume.campaign.Trial;

/** Leaves decisions to the manager: its policy, thresholds of the hosts, demands of domains. */
final class Heat {

  static final String PROBE = "cpu";
  private static final double CALM_LOW = 0.6;
  private static final double CALM_HIGH = 0.8;
  private static final double HOT_LOW = 0.3;
  private static final double HOT_HIGH = 0.45;

  private final Trial trial;

  private Heat(Trial trial) {
    this.trial = trial;
  }

  /** Lets the policy act by itself for as long as the trial lasts. */
  static Heat underManager(Trial trial) {
    ManagerMXBean manager = trial.bean(ObjectNames.manager(), ManagerMXBean.class);
    PolicyMXBean policy = policy(trial);
    Mode ofManager = manager.getMode();
    Mode ofPolicy = policy.getMode();
    trial.later("mode of the manager", () -> manager.setMode(ofManager));
    trial.later("mode of the policy", () -> policy.setMode(ofPolicy));
    Heat heat = new Heat(trial);
    for (String host : trial.testbed().hosts()) {
      heat.threshold(host, CALM_LOW, CALM_HIGH);
    }
    manager.setMode(Mode.AUTOMATIC);
    policy.setMode(Mode.AUTOMATIC);
    trial.say("the manager decides, by policy " + policy.getName());
    return heat;
  }

  static PolicyMXBean policy(Trial trial) {
    return trial.bean(ObjectNames.policy("hotspot"), PolicyMXBean.class);
  }

  /** Sets a host's thresholds, whatever order that takes. */
  void threshold(String host, double low, double high) {
    ProbeMXBean probe = trial.bean(ObjectNames.probe(host, PROBE), ProbeMXBean.class);
    double lowBefore = probe.getLowThreshold();
    double highBefore = probe.getHighThreshold();
    trial.later("thresholds of " + host, () -> set(probe, lowBefore, highBefore));
    set(probe, low, high);
  }

  private static void set(ProbeMXBean probe, double low, double high) {
    if (high >= probe.getLowThreshold()) {
      probe.setHighThreshold(high);
      probe.setLowThreshold(low);
    } else {
      probe.setLowThreshold(low);
      probe.setHighThreshold(high);
    }
  }

  /**
   * Lowers the thresholds of the host where a domain is, such that one processor of two is too much
   * there and not elsewhere; lets the domain want that processor; and waits until the policy has
   * moved it. Then it is at rest, and its old host is as calm as the others.
   */
  Moved relieve(String domain) throws IOException {
    String source = trial.managersBean(domain).getHost();
    threshold(source, HOT_LOW, HOT_HIGH);
    Moved moved = heatUntilMoved(domain);
    trial.testbed().demand(domain, Testbed.IDLE);
    threshold(source, CALM_LOW, CALM_HIGH);
    return moved;
  }

  /** Lets a domain want a processor until the policy has moved it. */
  Moved heatUntilMoved(String domain) throws IOException {
    Set<String> known = new HashSet<>();
    trial.watch().migrations().forEach(event -> known.add(event.id()));
    String source = trial.managersBean(domain).getHost();
    Map<String, Long> offsets = trial.offsets(trial.testbed().hosts().toArray(String[]::new));
    trial.testbed().demand(domain, 1);
    trial.say(domain + " wants a processor on " + source);
    trial.await("the policy moves " + domain, () -> fresh(domain, known).isPresent());
    MigrationEvent begun = fresh(domain, known).orElseThrow();
    return trial.awaitEnd(begun.id(), domain, offsets);
  }

  private Optional<MigrationEvent> fresh(String domain, Set<String> known) {
    return trial.watch().migrations().stream()
        .filter(event -> event.domain().equals(domain) && !known.contains(event.id()))
        .findFirst();
  }

  /** Expects that the host which a domain has come to does not get hot by it. */
  void expectCool(Moved moved) throws IOException {
    ProbeMXBean probe = trial.bean(ObjectNames.probe(moved.target(), PROBE), ProbeMXBean.class);
    trial.pause(Duration.ofMillis(2 * probe.getPeriodMillis()));
    Double load = probe.getReadings().get(moved.target());
    trial.expect(
        "load of the target " + moved.target(),
        "known, and below its threshold " + probe.getHighThreshold(),
        String.valueOf(load),
        load != null && load < probe.getHighThreshold());
  }
}
