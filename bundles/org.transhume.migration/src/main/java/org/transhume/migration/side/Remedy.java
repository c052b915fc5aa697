// SPDX-License-Identifier: Apache-2.0
package org.transhume.migration.side;

import java.util.Optional;

/** What the recovery table says is to be done next. */
public enum Remedy {
  /** Nothing: the domain is at the target, or has run there. */
  DONE(null),
  /** Nothing: the domain is at the source as before. */
  BACK(null),
  /** Let the suspended domain go on at the source, under its own name again. */
  RESUME_SOURCE(Side.SOURCE),
  /** Remove the source's copy, since the target's has run. */
  DESTROY_SOURCE(Side.SOURCE),
  /** Remove the target's copy, which never ran. */
  DESTROY_TARGET(Side.TARGET),
  /** Start the target's copy, which was handed over and only lacks this. */
  UNPAUSE_TARGET(Side.TARGET),
  /** Decide nothing before the other side has told what it has. */
  WAIT(null),
  /** A person must act. */
  REPAIR(null);

  private final Side actor;

  Remedy(Side actor) {
    this.actor = actor;
  }

  /** Whose turn it is; empty when nobody has to act, or nobody can. */
  public Optional<Side> actor() {
    return Optional.ofNullable(actor);
  }
}
