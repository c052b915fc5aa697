// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import java.util.List;

/** One component of an application: replicas of one work, each a domain with its wrapper. */
@RequiresRole(Role.VIEWER)
public interface ComponentMXBean {

  /** The application's name. */
  String getApplication();

  /** The component's name. */
  String getName();

  /** The wrapper of each replica. */
  String getWrapper();

  /** Fewest replicas that may be wanted. */
  int getMinimum();

  /** Most replicas that may be wanted. */
  int getMaximum();

  /** How many are wanted. */
  int getWanted();

  /** How many of these run. */
  int getRunning();

  /** Its replicas by number, those that leave at the end. */
  List<ReplicaStatus> getReplicas();

  /**
   * Sets how many replicas are wanted, as {@link ApplicationMXBean#scale} does.
   *
   * @param replicas from the minimum to the maximum
   * @param by who asks; the connector writes the name of the caller's certificate
   */
  @RequiresRole(Role.OPERATOR)
  @Audited
  @NamesCaller
  void scale(int replicas, String by);
}
