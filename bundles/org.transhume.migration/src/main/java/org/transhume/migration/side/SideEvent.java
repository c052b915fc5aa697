// SPDX-License-Identifier: Apache-2.0
package org.transhume.migration.side;

import java.util.Optional;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.Explanation;

/** What happens to one side of a migration. */
public sealed interface SideEvent {

  /** The next state and what is to be done. */
  SideStep applyTo(MigrationSide side);

  /** Source: the target accepted the stream. Target: the source's stream was accepted. */
  record StreamUp() implements SideEvent {
    @Override
    public SideStep applyTo(MigrationSide side) {
      return side.streamUp();
    }
  }

  /** The stream could not be opened, or none came before the reservation expired. */
  record StreamFailed(Explanation why) implements SideEvent {
    @Override
    public SideStep applyTo(MigrationSide side) {
      return side.calledOff(new Stop(false, why));
    }
  }

  /**
   * A message of the hand-over has arrived and is held.
   *
   * @param message which
   * @param status of a report: 0 for success; else 0
   */
  record MessageSeen(WireMessage message, int status) implements SideEvent {
    @Override
    public SideStep applyTo(MigrationSide side) {
      return side.messageSeen(message, status);
    }
  }

  /** The step is durable. */
  record Recorded(Step step) implements SideEvent {
    @Override
    public SideStep applyTo(MigrationSide side) {
      return side.recorded(step);
    }
  }

  /** The step could not be written. */
  record RecordFailed(Step step, Explanation why) implements SideEvent {
    @Override
    public SideStep applyTo(MigrationSide side) {
      return side.recordFailed(step, why);
    }
  }

  /** The leader of that epoch allows GO. */
  record HandOverOrdered(Epoch epoch) implements SideEvent {
    @Override
    public SideStep applyTo(MigrationSide side) {
      return side.handOverOrdered(epoch);
    }
  }

  /** A newer leader was heard of; what an older one allowed counts no more. */
  record EpochSeen(Epoch epoch) implements SideEvent {
    @Override
    public SideStep applyTo(MigrationSide side) {
      return side.epochSeen(epoch);
    }
  }

  /** The leader or an operator calls the migration off, and wants an answer. */
  record Aborted(Explanation why) implements SideEvent {
    @Override
    public SideStep applyTo(MigrationSide side) {
      return side.aborted(why);
    }
  }

  /** The migration's time is up. */
  record TimeLimitPassed(Explanation why) implements SideEvent {
    @Override
    public SideStep applyTo(MigrationSide side) {
      return side.timeLimitPassed(why);
    }
  }

  /** The stream broke, stood still for too long, or carried something else than a migration. */
  record StreamBroken(Explanation why) implements SideEvent {
    @Override
    public SideStep applyTo(MigrationSide side) {
      return side.calledOff(new Stop(false, why));
    }
  }

  /** The sender or receiver has ended, or could not be started; empty when it reports success. */
  record TransferEnded(Optional<Explanation> failure) implements SideEvent {
    @Override
    public SideStep applyTo(MigrationSide side) {
      return side.transferEnded(failure);
    }
  }

  /** The leader orders to finish, and tells what it knows of the other side. */
  record FinishOrdered(Optional<SideReport> otherSide) implements SideEvent {
    @Override
    public SideStep applyTo(MigrationSide side) {
      return side.finishOrdered(otherSide);
    }
  }

  /** What a look found. */
  record Observed(CopySighting sighting) implements SideEvent {
    @Override
    public SideStep applyTo(MigrationSide side) {
      return side.observed(sighting);
    }
  }

  /** The remedy was carried out. */
  record Acted(Remedy remedy) implements SideEvent {
    @Override
    public SideStep applyTo(MigrationSide side) {
      return side.acted(remedy);
    }
  }

  /** The remedy could not be carried out. */
  record ActFailed(Explanation why) implements SideEvent {
    @Override
    public SideStep applyTo(MigrationSide side) {
      return side.actFailed(why);
    }
  }
}
