// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import java.util.List;
import org.transhume.api.model.Mode;
import org.transhume.api.model.Move;
import org.transhume.api.model.Refusal;

/**
 * A policy spoke, or another version of it took over.
 *
 * @param emitterStartedAtEpochMillis when the manager started
 * @param policy the policy's name
 * @param version version of the bundle that serves; empty when none does
 * @param previousVersion version that served before a swap; empty otherwise
 * @param mode how far it may go
 * @param moves what it proposed
 * @param refusals what it considered and did not propose
 * @param atEpochMillis by the manager's clock
 */
public record PolicyEvent(
    long emitterStartedAtEpochMillis,
    String policy,
    String version,
    String previousVersion,
    Mode mode,
    List<Move> moves,
    List<Refusal> refusals,
    long atEpochMillis) {

  /** Copies the lists. */
  public PolicyEvent {
    moves = List.copyOf(moves);
    refusals = List.copyOf(refusals);
  }
}
