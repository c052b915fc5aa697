// SPDX-License-Identifier: Apache-2.0
package org.transhume.migration.side;

import org.transhume.api.model.Explanation;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.StepResult;
import org.transhume.spi.hypervisor.DomainIdentity;

/** What an agent has to do for its side of a migration; carried out in order. */
public sealed interface SideCommand {

  /**
   * Write this durably, then bring {@link SideEvent.Recorded} or {@link SideEvent.RecordFailed}.
   */
  record Note(Step step) implements SideCommand {}

  /** Source: open the stream, then bring {@link SideEvent.StreamUp} or a failure. */
  record OpenStream() implements SideCommand {}

  /** Start the sender or the receiver and join it with the stream. */
  record StartTransfer() implements SideCommand {}

  /** Let the message that is held go on. */
  record Forward(WireMessage message) implements SideCommand {}

  /** Cut the stream, close the transfer's input, and give up the reservation. */
  record Cut(Explanation why) implements SideCommand {}

  /** Look at the host, then bring {@link SideEvent.Observed}. */
  record Look() implements SideCommand {}

  /** The same after a while: a tool process is still busy with the domain. */
  record LookLater() implements SideCommand {}

  /** Carry out the remedy on that very copy, then bring {@link SideEvent.Acted} or a failure. */
  record Act(Remedy remedy, DomainIdentity copy) implements SideCommand {}

  /** Tell everybody that this side has reached that phase. */
  record Announce(MigrationPhase phase) implements SideCommand {}

  /** Answer those who wait for the answer to that order. */
  record Answer(Order order, StepResult result) implements SideCommand {}

  /** The orders whose answer may have to wait for something. */
  enum Order {
    /** {@code handOver}. */
    HAND_OVER,
    /** {@code finish}. */
    FINISH,
    /** {@code abort} or a cancel. */
    ABORT
  }
}
