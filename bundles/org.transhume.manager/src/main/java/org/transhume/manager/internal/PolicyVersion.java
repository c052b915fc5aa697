// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.Comparator;
import java.util.Objects;
import org.osgi.framework.Version;
import org.transhume.spi.policy.Policy;

/**
 * One policy service.
 *
 * @param name its {@code policy.name}
 * @param version version of its bundle
 * @param serviceId breaks ties: the older service serves on
 * @param policy the service
 */
record PolicyVersion(String name, Version version, long serviceId, Policy policy) {

  /** The one that serves comes first. */
  static final Comparator<PolicyVersion> BEST_FIRST =
      Comparator.comparing(PolicyVersion::version)
          .reversed()
          .thenComparing(PolicyVersion::serviceId);

  PolicyVersion {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(policy, "policy");
  }
}
