// SPDX-License-Identifier: Apache-2.0
package org.transhume.migration.manager;

import org.transhume.api.mx.AgentMXBean;

/** The orders that a manager gives to an agent; see {@link AgentMXBean}. */
public enum OrderKind {
  /** Check and reserve; for the target. */
  PREPARE,
  /** Begin to send; for the source. */
  SEND,
  /** Record that GO may pass; for the target first, then for the source. */
  HAND_OVER,
  /** Look, tidy up and close; for both. */
  FINISH,
  /** Cut the stream and give up the reservation; for both. */
  ABORT
}
