// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner;

/** Refusals of senseless values, each naming what was wrong. */
final class Checks {

  private Checks() {}

  static void name(String name) {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a name is empty");
    }
  }

  static void atLeast(int least, int value, String what) {
    if (value < least) {
      throw new IllegalArgumentException(what + " is " + value + ", below " + least);
    }
  }
}
