// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import java.util.Objects;
import org.transhume.api.model.Epoch;

/**
 * A leading manager's word that it is there. While it holds, requests made on an agent go to that
 * manager.
 *
 * @param manager the manager's name, for people
 * @param epoch under which it leads
 * @param leaseMillis for how long the word holds
 */
public record Attendance(String manager, Epoch epoch, long leaseMillis) {

  /** Requires name and epoch. */
  public Attendance {
    Objects.requireNonNull(manager, "manager");
    Objects.requireNonNull(epoch, "epoch");
  }
}
