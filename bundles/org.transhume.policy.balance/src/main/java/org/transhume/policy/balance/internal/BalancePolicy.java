// SPDX-License-Identifier: Apache-2.0
package org.transhume.policy.balance.internal;

import java.util.List;
import org.osgi.service.component.annotations.Component;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.planner.fleet.Demand;
import org.transhume.planner.fleet.Fleet;
import org.transhume.planner.fleet.Speeds;
import org.transhume.spi.policy.Decision;
import org.transhume.spi.policy.Parameter;
import org.transhume.spi.policy.Policy;
import org.transhume.spi.policy.PolicyContext;
import org.transhume.spi.policy.PolicyProperties;
import org.transhume.spi.policy.PolicyState;

/**
 * Evens out what domains are expected to want of processors and what they hold of memory, before
 * anything is hot: nothing moves until a host is further off the mean than a bound, and then as
 * little as brings all of them well within it.
 */
@Component(service = Policy.class)
@PolicyProperties(name = "balance")
public final class BalancePolicy implements Policy {

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
    return new Decision(
        new Evening(snapshot, fleet, settings, demand.watchedMillis(now)).proposal(),
        new PolicyState(stateSchema(), demand.toValues()));
  }
}
