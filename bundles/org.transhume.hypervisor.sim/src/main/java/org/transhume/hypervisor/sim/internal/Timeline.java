// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import java.time.Instant;

/** The time that a simulation lives in. Actions run one after the other, never two at once. */
public interface Timeline {

  /** A clock that never jumps; only differences count. */
  long nanos();

  /** The true time of day, which no simulated host need agree with. */
  Instant instant();

  /** Whether time passes by itself, so that somebody who blocks is woken. */
  boolean passesByItself();

  /**
   * Runs an action later.
   *
   * @param delayNanos 0 or more; equal times keep their order
   */
  void after(long delayNanos, Runnable action);
}
