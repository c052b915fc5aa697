// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.fence;

import java.util.Objects;
import java.util.Optional;

/**
 * A fence's answer.
 *
 * @param outcome whether the host is off
 * @param failure why it was not fenced; empty but for {@link Outcome#FAILED}
 * @param text one sentence for an operator: the proof, what went wrong, or what to confirm and how
 */
public record FenceResult(Outcome outcome, Optional<FenceFailure> failure, String text) {

  /** What a fence can say. */
  public enum Outcome {
    /** The host was seen to be off. */
    FENCED,
    /** It was not; it may be on or off. */
    FAILED,
    /** Only a person can tell. */
    NEEDS_CONFIRMATION
  }

  /** Requires a failure where there is one. */
  public FenceResult {
    Objects.requireNonNull(outcome, "outcome");
    Objects.requireNonNull(text, "text");
    if (failure.isPresent() != (outcome == Outcome.FAILED)) {
      throw new IllegalArgumentException(outcome + " with failure " + failure);
    }
  }

  /** The host is off. */
  public static FenceResult fenced(String proof) {
    return new FenceResult(Outcome.FENCED, Optional.empty(), proof);
  }

  /** It is not known to be off. */
  public static FenceResult failed(FenceFailure failure, String text) {
    return new FenceResult(Outcome.FAILED, Optional.of(failure), text);
  }

  /** A person has to say so. */
  public static FenceResult needsConfirmation(String text) {
    return new FenceResult(Outcome.NEEDS_CONFIRMATION, Optional.empty(), text);
  }

  /** Whether the host was seen to be off. */
  public boolean isFenced() {
    return outcome == Outcome.FENCED;
  }
}
