// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

/**
 * What a guest does by itself at some time after it was created.
 *
 * @param kind what
 * @param afterNanos when
 */
record GuestEvent(Kind kind, long afterNanos) {

  /** The ways in which a guest ends or begins anew. */
  enum Kind {
    /** It powers itself off. */
    POWER_OFF("poweroff"),
    /** It reboots. */
    REBOOT("reboot"),
    /** Its kernel panics. */
    CRASH("crash");

    private final String word;

    Kind(String word) {
      this.word = word;
    }
  }

  /** Reads {@code reboot@60s}. */
  static GuestEvent parse(String text) {
    int at = text.indexOf('@');
    for (Kind kind : Kind.values()) {
      if (at > 0 && kind.word.equals(text.substring(0, at))) {
        return new GuestEvent(kind, Quantity.nanos(text.substring(at + 1)));
      }
    }
    throw new IllegalArgumentException(
        "'" + text + "' is no event such as reboot@60s, poweroff@5min or crash@10s");
  }
}
