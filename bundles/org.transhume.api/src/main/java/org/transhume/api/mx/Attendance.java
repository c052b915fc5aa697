// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import java.util.List;
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
 * @param elsewhere every domain that the host has had and that is elsewhere now, as far as the
 *     manager knows: the host creates none of them, also when no manager runs any more; null when
 *     the manager says nothing of that, so that what it said before holds
 */
public record Attendance(
    String manager,
    Epoch epoch,
    long leaseMillis,
    long bandwidthLimitBytesPerSecond,
    List<DomainElsewhere> elsewhere) {

  /** Requires name and epoch; copies the list if there is one. */
  public Attendance {
    Objects.requireNonNull(manager, "manager");
    Objects.requireNonNull(epoch, "epoch");
    elsewhere = elsewhere == null ? null : List.copyOf(elsewhere);
  }

  /** The word of a manager that says nothing of domains elsewhere. */
  @ConstructorParameters({"manager", "epoch", "leaseMillis", "bandwidthLimitBytesPerSecond"})
  public Attendance(
      String manager, Epoch epoch, long leaseMillis, long bandwidthLimitBytesPerSecond) {
    this(manager, epoch, leaseMillis, bandwidthLimitBytesPerSecond, null);
  }

  /** The word of a manager that limits nothing. */
  @ConstructorParameters({"manager", "epoch", "leaseMillis"})
  public Attendance(String manager, Epoch epoch, long leaseMillis) {
    this(manager, epoch, leaseMillis, 0);
  }
}
