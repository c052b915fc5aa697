// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner.constraint;

/** How much a constraint binds. */
public enum Strength {

  /** No plan breaks it. */
  HARD,

  /** Kept where there is a choice. */
  SOFT
}
