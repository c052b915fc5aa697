// SPDX-License-Identifier: Apache-2.0
package org.transhume.application.internal.plan;

import java.util.List;
import org.transhume.api.model.Explanation;

/**
 * How the last thing ended that was done for a replica, or for a whole application, when it did not
 * end well.
 *
 * @param failures how many in a row
 * @param endedAtMillis when the last one ended, by the manager's clock
 * @param why what it said
 */
public record Attempt(int failures, long endedAtMillis, List<Explanation> why) {

  private static final long PAUSE_MILLIS = 1_000;
  private static final int MOST_DOUBLINGS = 6;

  /** Requires a failure; copies the list. */
  public Attempt {
    if (failures < 1) {
      throw new IllegalArgumentException(failures + " failures are none");
    }
    why = List.copyOf(why);
  }

  /** When it is time for the next one: ever later, a minute at most. */
  public long nextAtMillis() {
    return endedAtMillis + (PAUSE_MILLIS << Math.min(failures, MOST_DOUBLINGS));
  }
}
