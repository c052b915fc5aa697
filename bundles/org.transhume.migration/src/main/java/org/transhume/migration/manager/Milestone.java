// SPDX-License-Identifier: Apache-2.0
package org.transhume.migration.manager;

/** What the manager's journal must hold durably before the protocol goes on. */
public enum Milestone {
  /** The migration is wanted, and waits; no agent keeps anything of it. */
  QUEUED,
  /** The migration is wanted and was checked; from here on agents may know of it. */
  INTENT,
  /** GO may pass; from here on the domain may run at the target. */
  HAND_OVER,
  /** Both sides are closed, or a person has to act. */
  CLOSED
}
