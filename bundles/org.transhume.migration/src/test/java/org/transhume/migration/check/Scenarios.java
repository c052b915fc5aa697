// SPDX-License-Identifier: Apache-2.0
package org.transhume.migration.check;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What is explored. */
final class Scenarios {

  private static final int A = 0;
  private static final int B = 1;
  private static final int C = 2;
  private static final Set<Fault> ALL = EnumSet.allOf(Fault.class);

  private Scenarios() {}

  /** One domain from A to B; somebody may move it by hand to C. */
  static Scenario one() {
    return new Scenario(
        "one migration",
        List.of(new Scenario.Move(0, A, B)),
        List.of(),
        ALL,
        0);
  }

  static Scenario foreign() {
    return new Scenario(
        "one migration and one by hand to the same host",
        List.of(new Scenario.Move(0, A, B)),
        List.of(new Scenario.Move(0, A, B)),
        ALL,
        0);
  }

  static Scenario sameDomain() {
    return new Scenario(
        "two migrations of one domain",
        List.of(new Scenario.Move(0, A, B), new Scenario.Move(0, A, C)),
        List.of(),
        ALL,
        0);
  }

  static Scenario sameHost() {
    return new Scenario(
        "two migrations to one host",
        List.of(new Scenario.Move(0, A, B), new Scenario.Move(1, C, B)),
        List.of(),
        ALL,
        0);
  }
}
