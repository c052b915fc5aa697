// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import java.util.List;
import java.util.Map;
import org.transhume.api.model.Mode;
import org.transhume.api.model.Proposal;

/** A policy, under whichever version of its bundle serves at the moment. */
@RequiresRole(Role.VIEWER)
public interface PolicyMXBean {

  /** The policy's name. */
  String getName();

  /** Version of the bundle that serves. */
  String getVersion();

  /** Other versions that are there and do not serve. */
  List<String> getOtherVersions();

  /** How far it may go; the manager's own mode bounds it. */
  Mode getMode();

  /** Sets how far it may go. */
  @RequiresRoleToWrite(Role.OPERATOR)
  void setMode(Mode mode);

  /**
   * What it remembers from one decision to the next, each value as text; the version that takes
   * over inherits it.
   */
  Map<String, String> getState();

  /** What it proposed last; null before the first time. */
  Proposal getLastProposal();

  /** When that was; null before the first time. */
  Long getLastProposalAtEpochMillis();

  /** Its declared parameters with their values and bounds. */
  List<PolicyParameter> getParameters();

  /**
   * Sets a declared parameter; the next decision uses it.
   *
   * @throws IllegalArgumentException naming the parameter and its bounds
   */
  @RequiresRole(Role.OPERATOR)
  void setParameter(String name, double value);

  /** Asks the policy now, and neither records nor executes what it says. */
  @RequiresRole(Role.OPERATOR)
  Proposal propose();
}
