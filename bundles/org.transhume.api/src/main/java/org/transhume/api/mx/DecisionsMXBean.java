// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import java.util.List;

/**
 * What policies have decided, with all that they decided it by. A decision is recorded when it
 * differs from the policy's last one, or begins a migration; the oldest are forgotten.
 */
@RequiresRole(Role.VIEWER)
public interface DecisionsMXBean {

  /** How many are recorded. */
  int getKept();

  /** What they take on the disk. */
  long getKeptBytes();

  /** The last ones, the newest first. */
  List<DecisionSummary> getLatest();

  /**
   * A decision as JSON: the policy, its version and parameters, the cluster as it was, the policy's
   * state before and after, what it proposed and what came of that.
   *
   * @throws IllegalArgumentException when none of that id is recorded
   */
  @RequiresRole(Role.OPERATOR)
  String read(String id);

  /**
   * Lets the version of the policy that is there decide again on what was recorded, and compares.
   * Nothing is executed.
   *
   * @throws IllegalArgumentException when none of that id is recorded, or its policy is gone
   */
  @RequiresRole(Role.OPERATOR)
  ReplayReport replay(String id);
}
