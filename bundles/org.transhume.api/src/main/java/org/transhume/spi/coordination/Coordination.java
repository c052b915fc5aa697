// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.coordination;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Elects one leader among the managers of a cluster, and keeps what leaders write down. All
 * managers that see the same ensemble under the same configuration stand against each other.
 */
@ConsumerType
public interface Coordination {

  /** Engine and place, for people: {@code ZooKeeper at zk-1:2181 under /transhume}. */
  String description();

  /**
   * Stands for election until the candidacy is closed. Returns at once, even while the ensemble is
   * out of reach.
   *
   * @param name the manager's name, as {@link Candidacy#leader} tells the others
   * @param candidate hears whether it leads
   */
  Candidacy stand(String name, Candidate candidate);
}
