// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.policy;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;
import org.transhume.api.model.ClusterSnapshot;

/**
 * One way of deciding. Its service carries the property {@link #NAME}; among services of one name
 * the bundle with the highest version serves and inherits mode and state, and removing it brings
 * the other back.
 *
 * <p>{@link #decide} is a pure function: equal arguments give an equal answer. It never acts, reads
 * no clock, keeps nothing between calls and starts no thread. The manager applies modes, holds,
 * cool-downs, caps and the sanity of data around every policy alike, and calls a policy from one
 * thread at a time.
 */
@ConsumerType
public interface Policy {

  /** Service property: the policy's name, such as {@code hotspot}. */
  String NAME = "policy.name";

  /** The parameters that operators may set, with their bounds; the same list at every call. */
  List<Parameter> parameters();

  /**
   * Looks at the cluster and says what should be done.
   *
   * @param snapshot what is known; hosts marked stale must not be decided on
   * @param state what this policy returned last, or the empty state
   * @param context time, parameters and seed
   * @return the proposal and the next state
   */
  Decision decide(ClusterSnapshot snapshot, PolicyState state, PolicyContext context);

  /**
   * Turns the state of an older or newer version into one of this version. Called once when this
   * version takes over. The default starts afresh when the schema differs.
   *
   * @param other the state as the other version left it
   * @return a state that {@link #decide} understands
   */
  default PolicyState adopt(PolicyState other) {
    return other.schema() == stateSchema() ? other : PolicyState.empty(stateSchema());
  }

  /** Number of the layout of this version's state. */
  default int stateSchema() {
    return 1;
  }
}
