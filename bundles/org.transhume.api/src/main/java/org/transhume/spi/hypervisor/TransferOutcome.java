// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.hypervisor;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How one half of a migration ended. Success is what the tools say; it does not prove that nothing
 * is left behind.
 *
 * @param failure why it failed; empty on success
 * @param lastLines the last lines that the tools printed, for people
 */
public record TransferOutcome(Optional<HypervisorException> failure, List<String> lastLines) {

  /** Copies the lines. */
  public TransferOutcome {
    Objects.requireNonNull(failure, "failure");
    lastLines = List.copyOf(lastLines);
  }

  /** Whether the tools reported success. */
  public boolean succeeded() {
    return failure.isEmpty();
  }
}
