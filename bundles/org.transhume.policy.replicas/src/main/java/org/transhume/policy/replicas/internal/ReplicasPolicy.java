// SPDX-License-Identifier: Apache-2.0
package org.transhume.policy.replicas.internal;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Component;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.planner.fleet.EmptyHosts;
import org.transhume.planner.fleet.Fleet;
import org.transhume.planner.fleet.Speeds;
import org.transhume.spi.policy.Decision;
import org.transhume.spi.policy.Parameter;
import org.transhume.spi.policy.Policy;
import org.transhume.spi.policy.PolicyContext;
import org.transhume.spi.policy.PolicyProperties;
import org.transhume.spi.policy.PolicyState;

/**
 * Starts stopped replicas of a service before load is short and stops surplus ones when it is low:
 * the way of following load that Tchana and others compare theirs with. Replicas of the service
 * NAME are the domains that carry the tag {@code service.NAME}. Whatever a stopped replica held in
 * memory, such as sessions, is lost; nothing moves.
 */
@Component(service = Policy.class)
@PolicyProperties(name = "replicas")
public final class ReplicasPolicy implements Policy {

  @Override
  public List<Parameter> parameters() {
    return Settings.declared();
  }

  @Override
  public Decision decide(ClusterSnapshot snapshot, PolicyState state, PolicyContext context) {
    Settings settings = Settings.of(context);
    long now = context.nowEpochMillis();
    Speeds speeds = new Speeds(snapshot);
    Fleet fleet = new Fleet(snapshot, speeds, speeds::wanted);
    Collection<Service> services = Service.of(snapshot, fleet.hosts().keySet());
    Map<String, Double> wanted =
        services.stream()
            .filter(service -> service.unclear().isEmpty())
            .collect(Collectors.toMap(Service::name, service -> service.demand(speeds)));
    Loads loads = Loads.remembered(state).seen(wanted, now, settings.memoryMillis());
    EmptyHosts empty = EmptyHosts.seen(snapshot, fleet, state, now);
    Scaling scaling =
        new Scaling(
            new Scaling.Scene(snapshot, fleet, speeds, now),
            settings,
            loads,
            Past.remembered(state, now, settings.goneMillis()),
            new Rooms(snapshot, fleet, settings, empty));
    Decision decision = scaling.decide(services);
    Map<String, Object> next = new TreeMap<>(decision.nextState().values());
    next.putAll(loads.toValues());
    if (!services.isEmpty()) {
      next.putAll(empty.toValues());
    }
    return new Decision(decision.proposal(), new PolicyState(stateSchema(), next));
  }
}
