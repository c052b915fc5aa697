// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal.view;

import java.util.OptionalDouble;
import org.transhume.api.model.DomainState;
import org.transhume.api.mx.DomainSample;
import org.transhume.api.mx.HostSample;

/**
 * What a domain is thought to want of the processors. Where they are not all busy it gets what it
 * wants. Where they are, a domain that uses about its share by weight is held back by the others,
 * and wants more than it gets: how much cannot be seen from outside, so a quarter is added, and
 * never more than vcpus and cap allow. A guess too low is corrected at the target by the next
 * samples, one too high would leave a hot host without a target.
 */
final class Demand {

  private static final double BUSY = 0.97;
  private static final double NEAR_ITS_SHARE = 0.9;
  private static final double HELD_BACK = 1.25;

  private final boolean contended;
  private final double processors;
  private final double totalWeight;

  Demand(HostSample sample) {
    Double load = sample.cpuLoad();
    contended = load != null && load >= BUSY;
    double control = sample.controlDomainCpuLoad() == null ? 0 : sample.controlDomainCpuLoad();
    processors = sample.physicalCpus() * Math.max(0, 1 - control);
    totalWeight =
        sample.domains().stream()
            .filter(domain -> domain.state() == DomainState.RUNNING)
            .mapToDouble(DomainSample::weight)
            .sum();
  }

  OptionalDouble of(DomainSample domain) {
    if (domain.cpuLoad() == null) {
      return OptionalDouble.empty();
    }
    double use = domain.cpuLoad();
    if (!contended || totalWeight <= 0) {
      return OptionalDouble.of(use);
    }
    double cap = domain.capPercent() > 0 ? domain.capPercent() / 100.0 : domain.vcpus();
    double limit = Math.min(domain.vcpus(), cap);
    double share = processors * domain.weight() / totalWeight;
    boolean heldBack = use >= NEAR_ITS_SHARE * Math.min(share, limit);
    return OptionalDouble.of(heldBack ? Math.max(use, Math.min(limit, use * HELD_BACK)) : use);
  }
}
