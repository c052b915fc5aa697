// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal;

import java.util.Comparator;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.Version;

/**
 * Which of several services of one name serves: the one of the highest ranking, then the one of the
 * highest bundle version, then the oldest. The greatest is the best.
 *
 * @param ranking its {@code service.ranking}
 * @param version of its bundle
 * @param serviceId which is smaller for an older service
 */
record ServiceRank(int ranking, Version version, long serviceId)
    implements Comparable<ServiceRank> {

  private static final Comparator<ServiceRank> BEST_LAST =
      Comparator.comparingInt(ServiceRank::ranking)
          .thenComparing(ServiceRank::version)
          .thenComparing(Comparator.comparingLong(ServiceRank::serviceId).reversed());

  static ServiceRank of(ServiceReference<?> reference) {
    Object ranking = reference.getProperty(Constants.SERVICE_RANKING);
    return new ServiceRank(
        ranking instanceof Integer number ? number : 0,
        reference.getBundle().getVersion(),
        (Long) reference.getProperty(Constants.SERVICE_ID));
  }

  @Override
  public int compareTo(ServiceRank other) {
    return BEST_LAST.compare(this, other);
  }
}
