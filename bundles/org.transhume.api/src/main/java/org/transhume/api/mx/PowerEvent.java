// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import java.util.Objects;
import org.transhume.api.model.PowerState;

/**
 * A host was told to go down or to come up, has come up, or stays on against what was wanted.
 *
 * @param emitterStartedAtEpochMillis when the manager started
 * @param host the host
 * @param wanted how it is to be from now on
 * @param requestedBy who wanted it changed; empty when it has come up
 * @param text what the power switch says, or why the host stays on
 * @param atEpochMillis by the manager's clock
 */
public record PowerEvent(
    long emitterStartedAtEpochMillis,
    String host,
    PowerState wanted,
    String requestedBy,
    String text,
    long atEpochMillis) {

  /** Requires every component. */
  public PowerEvent {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(wanted, "wanted");
    Objects.requireNonNull(requestedBy, "requestedBy");
    Objects.requireNonNull(text, "text");
  }
}
