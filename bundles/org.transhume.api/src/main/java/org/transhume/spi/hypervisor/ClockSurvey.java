// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.hypervisor;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a {@link Hypervisor} may offer besides, where the time service of its host can be asked.
 * Without it the state of the host's clock is unknown.
 */
public interface ClockSurvey {

  /** What the time service says now. May block; what it does not say is left empty. */
  ClockState clock();

  /**
   * The state of a host's clock.
   *
   * @param synchronised whether a time service keeps it, if known
   * @param aheadMillis how far it is ahead of its time source, negative when it is behind; empty
   *     when unknown
   */
  record ClockState(Optional<Boolean> synchronised, OptionalDouble aheadMillis) {

    /** Nothing is known. */
    public static final ClockState UNKNOWN =
        new ClockState(Optional.empty(), OptionalDouble.empty());

    /** Requires both components. */
    public ClockState {
      Objects.requireNonNull(synchronised, "synchronised");
      Objects.requireNonNull(aheadMillis, "aheadMillis");
    }
  }
}
