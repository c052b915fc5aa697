// SPDX-License-Identifier: Apache-2.0
package org.transhume.wrapper.internal;

import java.util.function.LongSupplier;

/**
 * What wrappers take from the machine.
 *
 * @param runner runs programs
 * @param checks look over the network
 * @param nanoTime a clock that never jumps
 * @param pause waits between two looks
 */
record Surroundings(CommandRunner runner, HealthChecks checks, LongSupplier nanoTime, Pause pause) {

  /** Waits for a moment. */
  @FunctionalInterface
  interface Pause {
    void take() throws InterruptedException;
  }

  /** The real ones. */
  static Surroundings ofThisMachine() {
    return new Surroundings(
        new ProcessRunner(), new NetworkChecks(), System::nanoTime, () -> Thread.sleep(200));
  }
}
