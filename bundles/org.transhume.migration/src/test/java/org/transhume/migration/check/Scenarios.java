// SPDX-License-Identifier: Apache-2.0
package org.transhume.migration.check;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What is explored. Hosts are A, B and C, domains d and e. */
final class Scenarios {

  private static final int A = 0;
  private static final int B = 1;
  private static final int C = 2;
  private static final Set<Fault> ALL = EnumSet.allOf(Fault.class);

  /** What strikes xl, its stream and the guest, and what comes of it later. */
  private static final Set<Fault> BELOW =
      EnumSet.of(
          Fault.SENDER_KILLED,
          Fault.RECEIVER_KILLED,
          Fault.STREAM_BREAK,
          Fault.GUEST_ENDS,
          Fault.GUEST_REBOOTS,
          Fault.TASK_TAKEN_UP);

  /** What may strike while somebody moves the domain by hand. */
  private static final Set<Fault> BY_HAND =
      EnumSet.of(
          Fault.FOREIGN_MIGRATION,
          Fault.SENDER_KILLED,
          Fault.RECEIVER_KILLED,
          Fault.STREAM_BREAK,
          Fault.CANCEL);

  private Scenarios() {}

  /** One domain from A to B. */
  static Scenario one() {
    return of("one migration", List.of(way(0, A, B)), List.of(), ALL);
  }

  /** The same, and somebody who moves the domain the same way by hand. */
  static Scenario foreign() {
    return of(
        "one migration and one by hand", List.of(way(0, A, B)), List.of(way(0, A, B)), BY_HAND);
  }

  /** One domain to two hosts, with no manager that would see the contradiction. */
  static Scenario sameDomain() {
    return of("two migrations of one domain", List.of(way(0, A, B), way(0, A, C)), List.of(), ALL);
  }

  /** Two domains from two hosts to one. */
  static Scenario sameHost() {
    return of("two migrations to one host", List.of(way(0, A, B), way(1, C, B)), List.of(), ALL);
  }

  /** What every build explores, besides each fault alone. */
  static Stream<Scenario> reduced() {
    return Stream.of(
        one().striking(BELOW).with(2), foreign().with(2), sameDomain().with(0), sameHost().with(0));
  }

  /** What is explored on request. */
  static Stream<Scenario> full() {
    return Stream.of(
        one().striking(BELOW).with(3),
        foreign().with(3),
        sameDomain().with(1),
        sameHost().with(1),
        one().with(2));
  }

  private static Scenario.Move way(int domain, int source, int target) {
    return new Scenario.Move(domain, source, target);
  }

  private static Scenario of(
      String name, List<Scenario.Move> migrations, List<Scenario.Move> foreign, Set<Fault> faults) {
    return new Scenario(name, migrations, foreign, faults, 0);
  }
}
