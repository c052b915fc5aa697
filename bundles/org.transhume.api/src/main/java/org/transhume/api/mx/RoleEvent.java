// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import org.transhume.api.model.Epoch;
import org.transhume.api.model.ManagerRole;

/**
 * A manager became leader or standby.
 *
 * @param emitterStartedAtEpochMillis when the manager started
 * @param role what it is now
 * @param epoch under which it leads, or the newest that it knows
 * @param atEpochMillis by its clock
 */
public record RoleEvent(
    long emitterStartedAtEpochMillis, ManagerRole role, Epoch epoch, long atEpochMillis) {}
