// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.transhume.hypervisor.sim.internal.ProcessorShares.Claim;

/**
 * A machine's processors and what everybody has used of them. Between two changes everybody's share
 * is constant, so that what is accounted is the exact integral, however seldom one looks.
 */
final class Processors {

  private static final int CONTROL_DOMAIN_WEIGHT = 256;

  private final int count;
  private long settledAt;
  private double controlDomainNanos;

  Processors(int count, long now) {
    this.count = count;
    this.settledAt = now;
  }

  /**
   * Accounts everything up to now. To be called before anything changes.
   *
   * @param controlDomainProcessors what dom0 has wanted since the last call
   */
  void settle(long now, double controlDomainProcessors, Collection<SimulatedDomain> domains) {
    while (settledAt < now) {
      long from = settledAt;
      long until = now;
      List<Claim> claims = new ArrayList<>();
      claims.add(new Claim(Math.min(count, controlDomainProcessors), CONTROL_DOMAIN_WEIGHT));
      for (SimulatedDomain domain : domains) {
        claims.add(
            new Claim(Math.min(count, domain.wantedProcessors(from)), domain.machine().weight()));
        until = Math.min(until, domain.nextChange(from));
      }
      account(ProcessorShares.divide(count, claims), until - from, domains);
      settledAt = until;
    }
  }

  /** Processor time of dom0 up to the last settling. */
  double controlDomainNanos() {
    return controlDomainNanos;
  }

  private void account(double[] shares, long nanos, Collection<SimulatedDomain> domains) {
    controlDomainNanos += shares[0] * nanos;
    int next = 1;
    for (SimulatedDomain domain : domains) {
      domain.use(shares[next++], nanos);
    }
  }
}
