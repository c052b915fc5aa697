// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import java.util.Objects;
import javax.management.ConstructorParameters;
import org.transhume.api.model.Epoch;

/**
 * A leading manager's word that it is there. While it holds, requests made on an agent go to that
 * manager.
 *
 * @param manager the manager's name, for people
 * @param epoch under which it leads
 * @param leaseMillis for how long the word holds
 * @param bandwidthLimitBytesPerSecond most memory per second that each outgoing migration copies
 *     while its domain runs and the word holds; 0 for no limit besides the agent's own
 */
public record Attendance(
    String manager, Epoch epoch, long leaseMillis, long bandwidthLimitBytesPerSecond) {

  /** Requires name and epoch. */
  public Attendance {
    Objects.requireNonNull(manager, "manager");
    Objects.requireNonNull(epoch, "epoch");
  }

  /** The word of a manager that limits nothing. */
  @ConstructorParameters({"manager", "epoch", "leaseMillis"})
  public Attendance(String manager, Epoch epoch, long leaseMillis) {
    this(manager, epoch, leaseMillis, 0);
  }
}
