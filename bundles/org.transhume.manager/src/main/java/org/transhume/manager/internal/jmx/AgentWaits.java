// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal.jmx;

import java.time.Duration;

/**
 * How long to wait for agents.
 *
 * @param silenceMillis without a sample, after which an agent is looked after
 * @param patience factor on all the others, for hosts that are short of processor time
 */
public record AgentWaits(long silenceMillis, int patience) {

  /** For a connection to open. */
  Duration connect() {
    return Duration.ofSeconds(10).multipliedBy(patience);
  }

  /** For what is asked when an agent is found or looked after. */
  long callMillis() {
    return 15_000L * patience;
  }

  /** For an attribute. */
  long readMillis() {
    return 10_000L * patience;
  }

  /** For an order of a migration. */
  long orderMillis() {
    return 60_000L * patience;
  }

  /** For an operation on a domain. */
  long deedMillis() {
    return 85_000L * patience;
  }
}
