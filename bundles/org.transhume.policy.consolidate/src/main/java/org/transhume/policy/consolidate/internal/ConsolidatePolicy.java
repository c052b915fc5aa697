// SPDX-License-Identifier: Apache-2.0
package org.transhume.policy.consolidate.internal;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Component;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.planner.fleet.Demand;
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
 * Packs domains on few hosts while load is low, relieves hosts before they are short, and says
 * which empty hosts may be powered down and which have to come up again: the idea of Tchana and
 * others, to keep replicas in domains and to vary the number of hosts under them. Decides by what
 * domains are expected to want, which it learns from round to round, never by a single sample.
 */
@Component(service = Policy.class)
@PolicyProperties(name = "consolidate")
public final class ConsolidatePolicy implements Policy {

  @Override
  public List<Parameter> parameters() {
    return Settings.declared();
  }

  @Override
  public Decision decide(ClusterSnapshot snapshot, PolicyState state, PolicyContext context) {
    Settings settings = Settings.of(context);
    long now = context.nowEpochMillis();
    Speeds speeds = new Speeds(snapshot);
    Demand demand =
        Demand.remembered(state).seen(snapshot, speeds, now, settings.demand().memoryMillis());
    Fleet fleet =
        new Fleet(
            snapshot, speeds, domain -> demand.expected(domain, settings.demand().deviations()));
    EmptyHosts empty = EmptyHosts.seen(snapshot, fleet, state, now);
    Packing packing = new Packing(snapshot, fleet, settings, empty, demand.watchedMillis(now));
    Map<String, Object> next = new TreeMap<>(demand.toValues());
    next.putAll(empty.toValues());
    return new Decision(packing.proposal(), new PolicyState(stateSchema(), next));
  }
}
