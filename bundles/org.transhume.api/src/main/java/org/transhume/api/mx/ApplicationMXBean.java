// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import java.util.List;

/** One application that the leading manager looks after. */
@RequiresRole(Role.VIEWER)
public interface ApplicationMXBean {

  /** The application's name. */
  String getName();

  /** How it is. */
  ApplicationState getState();

  /** Its components, in the order in which they are started. */
  List<String> getComponents();

  /** Every replica that is wanted, or is still there, in that order. */
  List<ReplicaStatus> getReplicas();

  /** What is done next, a sentence each with its reason; empty when there is nothing to do. */
  List<String> getNext();

  /** Why nothing is done although there may be something to do; null when nothing holds it up. */
  String getHeldUp();

  /** The descriptor's text. */
  String getDescriptor();

  /** When that was taken on, by the manager's clock. */
  long getDeployedAtEpochMillis();

  /** Who wanted it. */
  String getDeployedBy();

  /**
   * Sets how many replicas of a component are wanted. Returns when that is durable; the rest
   * happens from then on. Those with the highest numbers go first.
   *
   * @param component its name
   * @param replicas from the component's minimum to its maximum
   * @param by who asks; the connector writes the name of the caller's certificate
   */
  @RequiresRole(Role.OPERATOR)
  @Audited
  @NamesCaller
  void scale(String component, int replicas, String by);

  /**
   * Stops the software, those that were started last first, and then the domains; at last the
   * application is forgotten. Returns when the wish is durable. To call it again changes nothing.
   *
   * @param by who asks; the connector writes the name of the caller's certificate
   */
  @RequiresRole(Role.OPERATOR)
  @Audited
  @NamesCaller
  void undeploy(String by);
}
