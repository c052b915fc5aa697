// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.model;

/** What a manager is in its cluster. */
public enum ManagerRole {
  /** Decides and coordinates. */
  LEADER,
  /** Watches, ready to take over. */
  STANDBY
}
