// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import java.time.Duration;
import java.time.Instant;

/** A host's time of day: ahead or behind, and drifting. */
final class HostClock {

  private final Timeline timeline;
  private final double driftPartsPerMillion;
  private final long since;
  private Duration offset;

  HostClock(Timeline timeline, Duration offset, double driftPartsPerMillion) {
    this.timeline = timeline;
    this.offset = offset;
    this.driftPartsPerMillion = driftPartsPerMillion;
    this.since = timeline.nanos();
  }

  Instant instant() {
    return timeline.instant().plus(ahead());
  }

  /** How far it is ahead of the true time. */
  double aheadMillis() {
    return ahead().toNanos() / 1e6;
  }

  private Duration ahead() {
    return offset.plusNanos(Math.round((timeline.nanos() - since) * driftPartsPerMillion / 1e6));
  }

  /** Steps the clock, as an operator or a time service does. */
  void step(Duration ahead) {
    offset = offset.plus(ahead);
  }
}
