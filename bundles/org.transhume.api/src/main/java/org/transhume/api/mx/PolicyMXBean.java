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

  /**
   * A newer version that decides beside the one that serves, and moves nothing; null when there is
   * none.
   */
  CanaryReport getCanary();

  /**
   * Rounds running in which a newer version must want the same moves as the one that serves before
   * it takes over by itself. 0 lets it take over at once, -1 only when somebody promotes it.
   */
  int getCanaryRounds();

  /**
   * Sets that, for versions that come from now on and for the one that is a canary.
   *
   * @throws IllegalArgumentException when it is not within -1 and 1000000
   */
  @RequiresRoleToWrite(Role.OPERATOR)
  void setCanaryRounds(int rounds);

  /**
   * Most migrations that a version may begin within the window; 0 for no bound. One that wants more
   * is set back by itself.
   */
  int getMoveBound();

  /**
   * Sets that bound.
   *
   * @throws IllegalArgumentException when it is not within 0 and 1000000
   */
  @RequiresRoleToWrite(Role.OPERATOR)
  void setMoveBound(int most);

  /** The window of that bound. */
  long getMoveWindowMillis();

  /**
   * Sets that window.
   *
   * @throws IllegalArgumentException when it is not within a second and 30 days
   */
  @RequiresRoleToWrite(Role.OPERATOR)
  void setMoveWindowMillis(long millis);

  /** Versions that were set back and do not serve any more, each with the reason. */
  Map<String, String> getBarredVersions();

  /**
   * Lets a version serve that is a canary or was set back, and those between it and the one that
   * serves. The highest version of these serves. One that is deciding at this moment serves once it
   * has answered.
   *
   * @throws IllegalArgumentException when no such version is there
   * @throws IllegalStateException when it hangs in an earlier call
   */
  @Audited
  @RequiresRole(Role.OPERATOR)
  void promote(String version);

  /**
   * Bars the version that serves, so that the one below it serves again with the state that is
   * kept.
   *
   * @throws IllegalStateException when there is no other version
   */
  @Audited
  @RequiresRole(Role.OPERATOR)
  void setBack();

  /**
   * Whose wishes come first: a move that does not go together with what a policy of higher priority
   * wants is held back. Of equal priority the name that comes first.
   */
  int getPriority();

  /** Sets its priority. */
  @RequiresRoleToWrite(Role.OPERATOR)
  void setPriority(int priority);

  /**
   * When it may move anything, such as {@code Mon-Fri 22:00-06:00}, in the manager's time zone;
   * empty for always.
   */
  List<String> getWindows();

  /**
   * Sets when it may move anything; beyond these hours it proposes only.
   *
   * @throws IllegalArgumentException naming the window that is wrong, and the form
   */
  @RequiresRoleToWrite(Role.OPERATOR)
  void setWindows(List<String> windows);

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
