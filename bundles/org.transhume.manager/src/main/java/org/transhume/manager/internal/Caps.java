// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.EnumMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.manager.internal.Settings.Guarding;
import org.transhume.manager.internal.journal.JournalEntry.CapSet;
import org.transhume.manager.internal.journal.Ledger;

/**
 * The caps that are in force. Who spoke last counts: what an operator has set holds, also after a
 * restart, until the same property is given another value in the configuration. Belongs to the
 * loop.
 */
final class Caps {

  private static final Logger LOG = LoggerFactory.getLogger(Caps.class);

  private final Guarding configured;
  private final Keeper keeper;
  private final Map<Cap, Long> values = new EnumMap<>(Cap.class);

  Caps(Guarding configured, Ledger ledger, Keeper keeper) {
    this.configured = configured;
    this.keeper = keeper;
    for (Cap cap : Cap.values()) {
      values.put(cap, cap.configured(configured));
      ledger.cap(cap.property).ifPresent(set -> takeUp(cap, set));
    }
  }

  long of(Cap cap) {
    return values.get(cap);
  }

  /**
   * Sets a cap.
   *
   * @throws IllegalArgumentException naming what may be given
   */
  void set(Cap cap, long value) {
    if (value < cap.least || value > cap.most) {
      throw new IllegalArgumentException(
          cap.property + " = " + value + ": give " + cap.least + " to " + cap.most);
    }
    LOG.info("{} = {} (was {})", cap.property, value, of(cap));
    values.put(cap, value);
    keeper.keep(cap.property, new CapSet(cap.property, value, cap.configured(configured)));
  }

  private void takeUp(Cap cap, CapSet set) {
    if (set.configured() == of(cap)) {
      values.put(cap, set.value());
    } else {
      LOG.info(
          "{} = {}, as it is configured anew; an operator had set {} before",
          cap.property,
          of(cap),
          set.value());
    }
  }
}
