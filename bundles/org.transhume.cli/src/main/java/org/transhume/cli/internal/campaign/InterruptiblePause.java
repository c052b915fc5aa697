// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.campaign;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.transhume.campaign.Pause;
import org.transhume.cli.internal.session.Interruption;

/** Real time, in which somebody may want the campaign to end, or its container may end. */
final class InterruptiblePause implements Pause {

  private final Interruption interruption;
  private final BooleanSupplier containerAlive;

  InterruptiblePause(Interruption interruption, BooleanSupplier containerAlive) {
    this.interruption = interruption;
    this.containerAlive = containerAlive;
  }

  @Override
  public long nowEpochMillis() {
    return System.currentTimeMillis();
  }

  @Override
  public void await(Duration time) {
    if (!interruption.isAsked()) {
      interruption.await(time);
    }
    if (interruption.isAsked()) {
      throw new IllegalStateException("interrupted");
    }
    if (!containerAlive.getAsBoolean()) {
      throw new IllegalStateException("the campaign's container has ended");
    }
  }
}
