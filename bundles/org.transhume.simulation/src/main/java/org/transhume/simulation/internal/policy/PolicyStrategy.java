// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal.policy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.api.model.Move;
import org.transhume.api.model.PowerChange;
import org.transhume.api.model.PowerState;
import org.transhume.api.model.Proposal;
import org.transhume.api.model.RunState;
import org.transhume.simulation.internal.Strategy;
import org.transhume.simulation.internal.Wishes;
import org.transhume.simulation.internal.plant.Host;
import org.transhume.simulation.internal.plant.Machine;
import org.transhume.simulation.internal.plant.Plant;
import org.transhume.simulation.internal.plant.Shift;
import org.transhume.spi.policy.Decision;
import org.transhume.spi.policy.Parameter;
import org.transhume.spi.policy.Policy;
import org.transhume.spi.policy.PolicyContext;
import org.transhume.spi.policy.PolicyState;

/**
 * Lets a policy decide through one day, with its parameters as they are at first and its state
 * carried from round to round. Of what it proposes, moves of machines that are not where it says,
 * or to hosts that do not exist, are dropped as a manager drops them.
 */
public final class PolicyStrategy implements Strategy {

  private final String name;
  private final Policy policy;
  private final SnapshotMaker maker = new SnapshotMaker();
  private final Map<String, Double> parameters;
  private PolicyState state;

  /** A policy that knows nothing yet. */
  public PolicyStrategy(String name, Policy policy) {
    this.name = name;
    this.policy = policy;
    this.state = PolicyState.empty(policy.stateSchema());
    this.parameters =
        policy.parameters().stream()
            .collect(
                Collectors.toMap(
                    Parameter::name, Parameter::initial, (first, second) -> second, TreeMap::new));
  }

  @Override
  public Wishes decide(Plant plant) {
    ClusterSnapshot snapshot = maker.snapshot(plant);
    Decision decision = decide(snapshot);
    state = decision.nextState();
    return wishes(plant, decision.proposal());
  }

  /** Whatever a plug-in throws becomes one failure that names it. */
  private Decision decide(ClusterSnapshot snapshot) {
    long now = snapshot.atEpochMillis();
    try {
      Decision decision = policy.decide(snapshot, state, new PolicyContext(now, parameters, now));
      return Objects.requireNonNull(decision, "no decision");
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "policy " + name + " failed at " + Instant.ofEpochMilli(now) + ": " + e, e);
    }
  }

  private Wishes wishes(Plant plant, Proposal proposal) {
    Map<String, Host> hosts =
        plant.hosts().stream().collect(Collectors.toMap(Host::name, Function.identity()));
    Map<String, Machine> machines = new HashMap<>();
    plant.hosts().stream()
        .flatMap(host -> host.machines().stream())
        .forEach(machine -> machines.put(maker.uuid(machine), machine));
    Set<String> moved = new HashSet<>();
    List<Shift> shifts = new ArrayList<>();
    for (Move move : proposal.moves()) {
      Optional.ofNullable(machines.get(move.domainUuid()))
          .filter(machine -> machine.host().name().equals(move.source()))
          .filter(machine -> hosts.containsKey(move.target()))
          .filter(machine -> moved.add(move.domainUuid()))
          .ifPresent(machine -> shifts.add(new Shift(machine, hosts.get(move.target()))));
    }
    Map<String, Machine> stopped =
        plant.machines().stream()
            .filter(Machine::isStopped)
            .collect(Collectors.toMap(maker::uuid, Function.identity()));
    return new Wishes(
        shifts,
        wanted(proposal, PowerState.ON, hosts),
        wanted(proposal, PowerState.OFF, hosts),
        proposal.domainChanges().stream()
            .filter(change -> change.wanted() == RunState.STARTED)
            .filter(change -> stopped.containsKey(change.domainUuid()))
            .filter(change -> hosts.containsKey(change.host()))
            .map(change -> new Shift(stopped.get(change.domainUuid()), hosts.get(change.host())))
            .toList(),
        proposal.domainChanges().stream()
            .filter(change -> change.wanted() == RunState.STOPPED)
            .map(change -> machines.get(change.domainUuid()))
            .filter(Objects::nonNull)
            .toList());
  }

  private static List<Host> wanted(Proposal proposal, PowerState state, Map<String, Host> hosts) {
    return proposal.powerChanges().stream()
        .filter(change -> change.wanted() == state)
        .map(PowerChange::host)
        .filter(hosts::containsKey)
        .map(hosts::get)
        .toList();
  }
}
