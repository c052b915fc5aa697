// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.xl.internal;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What one half of a migration says, line by line as it comes: its last messages, and the moment of
 * the guest's suspension, which stands only in the debug messages of Xen's library.
 */
final class Transcript {

  private static final int LINES_KEPT = 200;
  private static final String SUSPENDED = "guest has suspended";

  private final Clock clock;
  private final Deque<String> lines = new ArrayDeque<>();
  private Instant suspendedAt;

  Transcript(Clock clock) {
    this.clock = clock;
  }

  /** Takes a line. */
  synchronized void hear(String line) {
    if (suspendedAt == null && line.contains(SUSPENDED)) {
      suspendedAt = clock.instant();
    }
    if (line.contains(": debug: ") || line.contains(": detail: ")) {
      return;
    }
    if (lines.size() == LINES_KEPT) {
      lines.removeFirst();
    }
    lines.addLast(line);
  }

  /** The messages of more than debugging interest. */
  synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  synchronized Optional<Instant> suspendedAt() {
    return Optional.ofNullable(suspendedAt);
  }
}
