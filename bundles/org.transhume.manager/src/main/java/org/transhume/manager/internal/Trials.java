// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.osgi.framework.Version;
import org.transhume.manager.internal.journal.JournalEntry.PolicyTrialsSet;

/**
 * Which versions of a policy may serve: by what operators have set, by what was promoted, and by
 * how many moves a version has begun. Belongs to the loop.
 */
final class Trials {

  static final int MOST_ROUNDS = 1_000_000;
  static final int MOST_MOVES = 1_000_000;
  static final long LEAST_WINDOW_MILLIS = 1_000;
  static final long LONGEST_WINDOW_MILLIS = 30L * 86_400_000;
  private static final long WINDOW_MILLIS = 3_600_000;

  private final String policy;
  private final Map<String, String> barred = new TreeMap<>();
  private final Deque<Long> begun = new ArrayDeque<>();
  private int canaryRounds;
  private int moveBound;
  private long moveWindowMillis = WINDOW_MILLIS;
  private Version promoted = Version.emptyVersion;

  /** Begins with what was kept, when that is anything. */
  Trials(String policy, Optional<PolicyTrialsSet> kept) {
    this.policy = policy;
    kept.ifPresent(
        set -> {
          canaryRounds = (int) set.canaryRounds();
          moveBound = (int) set.moveBound();
          moveWindowMillis = set.moveWindowMillis();
          promoted = Version.parseVersion(set.promoted());
          barred.putAll(set.barred());
        });
  }

  /** What is to be kept of it. */
  PolicyTrialsSet kept() {
    return new PolicyTrialsSet(
        policy, canaryRounds, moveBound, moveWindowMillis, promoted.toString(), barred);
  }

  /** Whether anything of it would be missed after a restart. */
  boolean matters() {
    return canaryRounds != 0 || moveBound != 0 || !barred.isEmpty();
  }

  boolean isBarred(PolicyVersion version) {
    return barred.containsKey(version.version().toString());
  }

  /** Whether that version needs no trial: it was promoted, or one above it, or none ever was. */
  boolean maySkipTrial(PolicyVersion version) {
    return canaryRounds == 0
        || promoted.equals(Version.emptyVersion)
        || version.version().compareTo(promoted) <= 0;
  }

  boolean mayServe(PolicyVersion version) {
    return !isBarred(version) && maySkipTrial(version);
  }

  /** That version serves, or shall. */
  void promote(Version version) {
    barred.remove(version.toString());
    if (version.compareTo(promoted) > 0) {
      promoted = version;
    }
  }

  /** That version shall serve no more. */
  void bar(Version version, String why) {
    barred.put(version.toString(), why);
  }

  Map<String, String> barred() {
    return Map.copyOf(barred);
  }

  int canaryRounds() {
    return canaryRounds;
  }

  void setCanaryRounds(int rounds) {
    canaryRounds = (int) within("canary rounds", rounds, -1, MOST_ROUNDS);
  }

  /** Whether that many agreeing rounds are enough. */
  boolean isEnough(int agreeing) {
    return canaryRounds >= 0 && agreeing >= canaryRounds;
  }

  int moveBound() {
    return moveBound;
  }

  void setMoveBound(int most) {
    moveBound = (int) within("move bound", most, 0, MOST_MOVES);
  }

  long moveWindowMillis() {
    return moveWindowMillis;
  }

  void setMoveWindowMillis(long millis) {
    moveWindowMillis = within("move window", millis, LEAST_WINDOW_MILLIS, LONGEST_WINDOW_MILLIS);
  }

  /** Another version serves: what the one before has begun does not count. */
  void countAnew() {
    begun.clear();
  }

  /** The version that serves begins a migration. */
  void begins(long nowMillis) {
    begun.addLast(nowMillis);
  }

  /** Why the version that serves may begin no further migration; empty when it may. */
  Optional<String> exceeded(long nowMillis) {
    while (!begun.isEmpty() && nowMillis - begun.peekFirst() >= moveWindowMillis) {
      begun.removeFirst();
    }
    if (moveBound == 0 || begun.size() < moveBound) {
      return Optional.empty();
    }
    return Optional.of(
        "it has begun "
            + begun.size()
            + " migrations within "
            + moveWindowMillis / 1000
            + " s, of at most "
            + moveBound
            + ", and wanted another");
  }

  private static long within(String what, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          what + " " + value + " is not within " + least + " and " + most);
    }
    return value;
  }
}
