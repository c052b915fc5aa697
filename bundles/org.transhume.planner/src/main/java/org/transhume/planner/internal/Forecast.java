// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner.internal;

import java.util.List;
import org.transhume.planner.Domain;

/**
 * How long a step takes, and what it sends. Memory that a domain writes while it is copied is sent
 * again, round by round; Xen ends after five rounds at the latest, and suspends.
 */
final class Forecast {

  private static final int ROUNDS = 5;

  private final Problem problem;
  private final int[] leaving;
  private final int[] arriving;

  Forecast(Problem problem) {
    this.problem = problem;
    leaving = new int[problem.hosts];
    arriving = new int[problem.hosts];
  }

  /**
   * What is expected of a step.
   *
   * @param seconds until the last of its moves is over
   * @param mib memory sent by all
   */
  record Expected(double seconds, long mib) {}

  Expected of(List<Ordering.Hop> step) {
    for (Ordering.Hop hop : step) {
      leaving[hop.from()] += problem.size[hop.block()];
      arriving[hop.to()] += problem.size[hop.block()];
    }
    double seconds = 0;
    double mib = 0;
    for (Ordering.Hop hop : step) {
      double rate =
          Math.min(
              network(hop.from()) / leaving[hop.from()], network(hop.to()) / arriving[hop.to()]);
      for (int domain : problem.members[hop.block()]) {
        double sent = sent(problem.cluster.domains().get(domain), rate);
        mib += sent;
        seconds = Math.max(seconds, sent / rate);
      }
    }
    for (Ordering.Hop hop : step) {
      leaving[hop.from()] = 0;
      arriving[hop.to()] = 0;
    }
    return new Expected(seconds, Math.round(mib));
  }

  private double network(int host) {
    int own = problem.cluster.hosts().get(host).networkMibPerSecond();
    return own > 0 ? own : problem.limits.mibPerSecond();
  }

  private static double sent(Domain domain, double rate) {
    double written = Math.min(1, domain.dirtyMibPerSecond() / rate);
    double round = domain.memoryMib();
    double sent = round;
    for (int i = 0; i < ROUNDS && round >= 1; i++) {
      round *= written;
      sent += round;
    }
    return sent;
  }
}
