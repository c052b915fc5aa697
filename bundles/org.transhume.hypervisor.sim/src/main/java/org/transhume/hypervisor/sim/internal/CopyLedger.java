// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Knows every copy of every domain, and judges what no single host can: that never two of them run,
 * and that none goes on from an image that has become stale because another copy has run since it
 * was taken. What it finds it records; it prevents nothing.
 */
public final class CopyLedger {

  /** What must never happen. */
  public enum Wrong {
    /** Two copies ran at the same time. */
    DOUBLED,
    /** A copy went on from where it stood though another had run since. */
    STALE
  }

  /**
   * One time that it happened.
   *
   * @param wrong what
   * @param nanos when, on the simulation's timeline
   * @param uuid the domain
   * @param host where the copy was started that should not have been
   */
  public record Violation(Wrong wrong, long nanos, String uuid, String host) {}

  private static final class History {
    private final Set<SimulatedDomain> copies = new LinkedHashSet<>();
    private final Set<SimulatedDomain> running = new LinkedHashSet<>();
    private long run;
  }

  private final Map<String, History> histories = new HashMap<>();
  private final List<Violation> violations = new ArrayList<>();

  /** Everything that went wrong so far. */
  public List<Violation> violations() {
    return List.copyOf(violations);
  }

  /** A new copy is there, not running. */
  void created(SimulatedDomain copy) {
    history(copy.uuid()).copies.add(copy);
  }

  /** A copy is gone. */
  void removed(SimulatedDomain copy) {
    stopped(copy);
    history(copy.uuid()).copies.remove(copy);
  }

  /** A copy begins to run, from the image it has. */
  void started(SimulatedDomain copy, String host, long now) {
    History history = history(copy.uuid());
    if (!history.running.isEmpty()) {
      violations.add(new Violation(Wrong.DOUBLED, now, copy.uuid(), host));
    }
    if (copy.image() != history.run) {
      violations.add(new Violation(Wrong.STALE, now, copy.uuid(), host));
    }
    history.running.add(copy);
    history.run++;
    copy.setImage(history.run);
  }

  /** A copy does not run any more. */
  void stopped(SimulatedDomain copy) {
    history(copy.uuid()).running.remove(copy);
  }

  /** The image of a guest that boots: never stale. */
  long freshImage(String uuid) {
    return history(uuid).run;
  }

  /** Whether any copy of the domain runs. */
  boolean runs(String uuid) {
    return !history(uuid).running.isEmpty();
  }

  /** Whether there is any copy of the domain. */
  boolean exists(String uuid) {
    return !history(uuid).copies.isEmpty();
  }

  private History history(String uuid) {
    return histories.computeIfAbsent(uuid, key -> new History());
  }
}
