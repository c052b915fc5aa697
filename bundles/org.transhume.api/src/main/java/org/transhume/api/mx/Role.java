// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

/** What the holder of a certificate may do; a certificate may carry several. */
public enum Role {
  /** Read attributes and listen to notifications. Every other role includes it. */
  VIEWER,
  /** Act on domains and hosts, change thresholds and modes. */
  OPERATOR,
  /** Coordinate migrations on agents. */
  MANAGER,
  /** Be the other agent of a migration. */
  AGENT
}
