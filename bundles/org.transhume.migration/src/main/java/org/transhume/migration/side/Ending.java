// SPDX-License-Identifier: Apache-2.0
package org.transhume.migration.side;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.transhume.api.model.Explanation;

/**
 * How far one side has come with closing a migration.
 *
 * @param ordered whether somebody ordered to finish
 * @param otherSide what the other side told
 * @param looks how often this side has looked in vain
 * @param acts how many remedies it has tried
 * @param lateLooks how often it still looks whether the guest suspends after all
 * @param copy what its last look found
 * @param reasons everything that speaks for how it ends
 */
record Ending(
    boolean ordered,
    Optional<SideReport> otherSide,
    int looks,
    int acts,
    int lateLooks,
    CopyState copy,
    List<Explanation> reasons) {

  static final Ending NONE =
      new Ending(false, Optional.empty(), 0, 0, 0, CopyState.UNREACHABLE, List.of());

  Ending {
    Objects.requireNonNull(otherSide, "otherSide");
    Objects.requireNonNull(copy, "copy");
    reasons = List.copyOf(reasons);
  }

  Ending orderedWith(Optional<SideReport> report) {
    return new Ending(true, report.or(() -> otherSide), 0, acts, lateLooks, copy, reasons);
  }

  Ending answered() {
    return new Ending(false, otherSide, 0, acts, lateLooks, copy, reasons);
  }

  Ending lookedInVain() {
    return new Ending(ordered, otherSide, looks + 1, acts, lateLooks, copy, reasons);
  }

  Ending acted() {
    return new Ending(ordered, otherSide, 0, acts + 1, lateLooks, copy, reasons);
  }

  Ending found(CopyState state) {
    return new Ending(ordered, otherSide, looks, acts, lateLooks, state, reasons);
  }

  /** The guest was asked to suspend and may still do so: a few looks more are needed. */
  Ending lookingForLateSuspension(int times) {
    return new Ending(ordered, otherSide, looks, acts, times, copy, reasons);
  }

  Ending because(Explanation why) {
    if (reasons.contains(why)) {
      return this;
    }
    List<Explanation> more = new ArrayList<>(reasons);
    more.add(why);
    return new Ending(ordered, otherSide, looks, acts, lateLooks, copy, more);
  }
}
