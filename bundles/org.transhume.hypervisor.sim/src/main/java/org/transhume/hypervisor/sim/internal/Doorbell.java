// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import java.util.concurrent.atomic.AtomicBoolean;

/** Wakes a simulated process, once however often it is rung before the process has woken. */
final class Doorbell {

  private final AtomicBoolean rung = new AtomicBoolean();
  private final Timeline timeline;
  private final Runnable onRing;

  Doorbell(Timeline timeline, Runnable onRing) {
    this.timeline = timeline;
    this.onRing = onRing;
  }

  /** For any thread. */
  void ring() {
    if (rung.compareAndSet(false, true)) {
      timeline.after(0, this::answer);
    }
  }

  private void answer() {
    rung.set(false);
    onRing.run();
  }
}
