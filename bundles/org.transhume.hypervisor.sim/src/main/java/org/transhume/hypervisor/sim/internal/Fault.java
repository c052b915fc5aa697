// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Something that goes wrong in a migration, once, on one host. Written {@code KIND} or {@code
 * KIND@STEP}, for instance {@code receiver-dies@rename-arrived}.
 *
 * @param kind what
 * @param step right after which step
 */
record Fault(Kind kind, Step step) {

  /** Which half of a migration a fault strikes. */
  enum Half {
    SENDER,
    RECEIVER
  }

  /** What can go wrong. The first of the steps is the one when none is named. */
  enum Kind {
    /** The sender is killed and cares for nothing any more. */
    SENDER_DIES(
        Half.SENDER,
        Step.PRE_COPY,
        Step.HEADER,
        Step.SUSPEND,
        Step.READY,
        Step.RENAME_AWAY,
        Step.GO,
        Step.REPORT),
    /** The receiver is killed and cleans nothing up. */
    RECEIVER_DIES(
        Half.RECEIVER,
        Step.PRE_COPY,
        Step.HEADER,
        Step.CREATE,
        Step.READY,
        Step.GO,
        Step.RENAME_ARRIVED,
        Step.UNPAUSE,
        Step.REPORT),
    /** The sender's transport ends: it reads an end of file and writes in vain. */
    STREAM_CUT(
        Half.SENDER,
        Step.PRE_COPY,
        Step.HEADER,
        Step.SUSPEND,
        Step.READY,
        Step.RENAME_AWAY,
        Step.GO,
        Step.REPORT),
    /** The receiver's transport ends. */
    RECEIVER_STREAM_CUT(
        Half.RECEIVER,
        Step.PRE_COPY,
        Step.HEADER,
        Step.CREATE,
        Step.READY,
        Step.GO,
        Step.RENAME_ARRIVED,
        Step.UNPAUSE,
        Step.REPORT),
    /** The sender stops sending and does not end by itself. */
    STREAM_STALLS(Half.SENDER, Step.PRE_COPY),
    /** The guest does not answer; after 60 s the sender gives up and resumes nobody. */
    GUEST_DOES_NOT_SUSPEND(Half.SENDER, Step.PRE_COPY),
    /** The same, and 5 s later the guest suspends after all. */
    GUEST_SUSPENDS_LATE(Half.SENDER, Step.PRE_COPY),
    /** The guest reboots by itself. */
    GUEST_REBOOTS(Half.SENDER, Step.PRE_COPY, Step.HEADER),
    /** The guest powers itself off. */
    GUEST_POWERS_OFF(Half.SENDER, Step.PRE_COPY, Step.HEADER),
    /** The guest crashes. */
    GUEST_CRASHES(Half.SENDER, Step.PRE_COPY, Step.HEADER),
    /** Populating the copy's memory fails in the middle. */
    NO_MEMORY(Half.RECEIVER, Step.CREATE),
    /** The domain's name is found in use when the receiver renames its copy. */
    NAME_IN_USE(Half.RECEIVER, Step.GO),
    /** The receiver cannot unpause its copy, and gives the domain back. */
    TARGET_START_FAILS(Half.RECEIVER, Step.RENAME_ARRIVED),
    /** The same, and the receiver dies before it says that the sender may go on. */
    GRANT_IS_LOST(Half.RECEIVER, Step.RENAME_ARRIVED),
    /** The guest runs at the target and uses no processor time, as one that hangs at once. */
    GUEST_STAYS_SILENT(Half.RECEIVER, Step.RENAME_ARRIVED),
    /** The sender cannot destroy its copy and, as xl does, ends with success all the same. */
    SOURCE_STAYS(Half.SENDER, Step.REPORT);

    private final Half half;

    /** Unmodifiable. */
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<Step> steps;

    Kind(Half half, Step... steps) {
      this.half = half;
      this.steps = List.of(steps);
    }

    /** Whose fault it is. */
    Half half() {
      return half;
    }

    /** After which steps it can strike. */
    Set<Step> steps() {
      return EnumSet.copyOf(steps);
    }

    /** The kind's name where people write it. */
    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  Fault {
    if (!kind.steps.contains(step)) {
      throw new IllegalArgumentException(
          kind.word()
              + " can strike only after "
              + String.join(", ", kind.steps.stream().map(Step::word).toList())
              + ", not after "
              + step.word());
    }
  }

  /** Every fault that there is. */
  static List<Fault> all() {
    List<Fault> faults = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      kind.steps.forEach(step -> faults.add(new Fault(kind, step)));
    }
    return faults;
  }

  /**
   * Reads {@code KIND} or {@code KIND@STEP}.
   *
   * @throws IllegalArgumentException naming what there is
   */
  static Fault parse(String text) {
    String[] words = text.split("@", 2);
    Kind kind =
        Arrays.stream(Kind.values())
            .filter(k -> k.word().equals(words[0]))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "there is no fault '"
                            + words[0]
                            + "'; there are "
                            + String.join(
                                ", ", Arrays.stream(Kind.values()).map(Kind::word).toList())));
    if (words.length == 1) {
      return new Fault(kind, kind.steps.get(0));
    }
    Step step =
        Arrays.stream(Step.values())
            .filter(s -> s.word().equals(words[1]))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "there is no step '"
                            + words[1]
                            + "'; "
                            + kind.word()
                            + " can strike after "
                            + String.join(", ", kind.steps.stream().map(Step::word).toList())));
    return new Fault(kind, step);
  }

  @Override
  public String toString() {
    return kind.word() + "@" + step.word();
  }
}
