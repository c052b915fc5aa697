// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.api.model.Epoch;
import org.transhume.api.mx.Attendance;
import org.transhume.api.mx.DomainElsewhere;
import org.transhume.api.mx.StepResult;
import org.transhume.manager.internal.rules.RuleDelivery;
import org.transhume.manager.internal.view.ClusterView;

/**
 * Tells every connected agent again and again who leads, under which epoch and with what cap on
 * bandwidth. An agent that is not told so within its lease knows that nobody leads. Belongs to the
 * loop.
 */
final class Attending {

  private static final Logger LOG = LoggerFactory.getLogger(Attending.class);
  private static final int LEASE_PARTS = 3;

  private final Loop loop;
  private final ClusterView view;
  private final Settings settings;
  private final Epoch epoch;
  private final Caps caps;
  private final RuleDelivery rules;
  private final Attention attention;
  private final Function<String, List<DomainElsewhere>> elsewhere;
  private final Consumer<String> superseded;
  private final Map<AgentPort, Loop.Timer> leases = new HashMap<>();

  /**
   * Attends under an epoch.
   *
   * @param elsewhere what a host must not create because it runs elsewhere
   * @param superseded told of a newer leader that an agent knows
   */
  Attending(
      Loop loop,
      ClusterView view,
      Settings settings,
      Epoch epoch,
      Caps caps,
      RuleDelivery rules,
      Attention attention,
      Function<String, List<DomainElsewhere>> elsewhere,
      Consumer<String> superseded) {
    this.loop = loop;
    this.view = view;
    this.settings = settings;
    this.epoch = epoch;
    this.caps = caps;
    this.rules = rules;
    this.attention = attention;
    this.elsewhere = elsewhere;
    this.superseded = superseded;
  }

  /** Attends all anew, because something that they are told has changed. */
  void changed() {
    List.copyOf(leases.keySet()).forEach(this::attend);
  }

  /** The agent is connected no more. */
  void lost(AgentPort agent) {
    Loop.Timer lease = leases.remove(agent);
    if (lease != null) {
      lease.cancel();
    }
  }

  /** Attends an agent now, and from now on in time. */
  void attend(AgentPort agent) {
    if (view.agent(agent.host()).filter(current -> current == agent).isEmpty()) {
      return;
    }
    long lease = settings.times().leaseMillis();
    agent
        .attend(
            new Attendance(
                settings.name(),
                epoch,
                lease,
                caps.of(Cap.BANDWIDTH),
                elsewhere.apply(agent.host())))
        .whenComplete((result, failure) -> loop.execute(() -> attended(agent, result, failure)));
    // Spread over the lease by the host's name, so that a thousand agents are not renewed at once.
    long part = lease / LEASE_PARTS;
    long spread = Math.floorMod(agent.host().hashCode(), Math.max(1, part / 4));
    Loop.Timer before = leases.put(agent, loop.schedule(part - spread, () -> attend(agent)));
    if (before != null) {
      before.cancel();
    }
  }

  private void attended(AgentPort agent, StepResult result, Throwable failure) {
    String key = "attend " + agent.host();
    if (failure != null) {
      LOG.debug("{} was not attended", agent.host(), failure);
    } else if (result.accepted()) {
      attention.over(key);
      rules.attended(agent, result);
    } else if (NewerLeader.toldBy(result).isPresent()) {
      superseded.accept(NewerLeader.toldBy(result).get());
    } else {
      attention.call(
          key,
          "the agent of "
              + agent.host()
              + " refuses this manager under epoch "
              + epoch
              + ": "
              + result.reasons());
    }
  }
}
