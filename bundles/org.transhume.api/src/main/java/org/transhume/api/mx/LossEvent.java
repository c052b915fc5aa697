// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import java.util.List;
import org.transhume.api.model.Explanation;

/**
 * Something happened to a host that is held to be dead.
 *
 * @param emitterStartedAtEpochMillis when the manager started
 * @param host the host
 * @param domain the domain that it is about; empty when it is about the host
 * @param domainUuid its uuid; empty as well then
 * @param target where that domain was, or should be, booted; empty when nowhere
 * @param reasons why, and what to do
 * @param atEpochMillis by the manager's clock
 */
public record LossEvent(
    long emitterStartedAtEpochMillis,
    String host,
    String domain,
    String domainUuid,
    String target,
    List<Explanation> reasons,
    long atEpochMillis) {

  /** Copies the list. */
  public LossEvent {
    reasons = List.copyOf(reasons);
  }
}
