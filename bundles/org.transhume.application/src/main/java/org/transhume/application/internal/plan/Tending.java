// SPDX-License-Identifier: Apache-2.0
package org.transhume.application.internal.plan;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.transhume.api.mx.DeedState;
import org.transhume.api.mx.ReplicaState;
import org.transhume.api.mx.WrapperDeed;
import org.transhume.api.mx.WrapperPhase;
import org.transhume.application.internal.descriptor.Component;
import org.transhume.application.internal.descriptor.Component.Update;
import org.transhume.application.internal.descriptor.Replica;
import org.transhume.spi.wrapper.WrapperHealth;

/**
 * What to do about the software of one replica whose domain runs. All that was done before is read
 * from the wrapper's deeds, which outlive manager and agent; their times are compared with each
 * other only, for all are by the clock of the domain's host.
 *
 * @param component what the replica is of
 * @param replica which
 * @param at its domain
 * @param software as it is seen
 */
record Tending(Component component, Replica replica, Resident at, Software software) {

  /** So often the software is started in vain before its domain is created elsewhere. */
  static final int MOST_STARTS_IN_VAIN = 3;

  private static final long IN_VAIN_MILLIS = 600_000;
  private static final int MOST_STOPS_IN_VAIN = 2;
  private static final Set<String> LIFE_CYCLE = Set.of("configure", "start", "stop");

  /** The last words of the ids of deeds whose purpose counts later. */
  private static final String RESTART = "restart";

  private static final String LEAVE = "leave";

  // A replica that is wanted

  /**
   * What brings the software to what is wanted.
   *
   * @param settings that it is to have; empty while nobody can tell them
   * @param waitsFor why it may not be started yet; empty when it may
   */
  Verdict kept(Optional<Map<String, String>> settings, Optional<String> waitsFor) {
    Optional<WrapperDeed> running = underWay();
    if (running.isPresent()) {
      return underWay(running.get());
    }
    if (!software.isRunning() && startsInVain() >= MOST_STARTS_IN_VAIN) {
      return Verdict.act(
          ReplicaState.FAILED,
          new Action.GiveUp(replica, at.host()),
          "started " + startsInVain() + " times in vain there: " + software.healthText());
    }
    if (isIll()) {
      return restart(settings);
    }
    if (!software.isStarted() && waitsFor.isPresent()) {
      return Verdict.wait(state(), "START_ORDER", waitsFor.get());
    }
    return settings
        .map(this::towards)
        .orElseGet(
            () ->
                software.isStarted()
                    ? looked()
                    : Verdict.wait(
                        state(),
                        "NOBODY_BOUND",
                        "waits until a replica runs that its bindings can name"));
  }

  /** Stopped, whatever comes of it, configured anew, and started. */
  private Verdict restart(Optional<Map<String, String>> settings) {
    String last = last().map(WrapperDeed::operation).orElse("");
    String why = "it should run: " + software.healthText();
    if (last.equals("stop") && settings.isPresent()) {
      return configure(ReplicaState.FAILED, settings.get(), why);
    }
    return last.equals("start") || last.isEmpty()
        ? Verdict.act(
            ReplicaState.FAILED, new Action.Stop(replica, component.wrapper(), id("halt")), why)
        : Verdict.act(
            ReplicaState.FAILED, new Action.Start(replica, component.wrapper(), id(RESTART)), why);
  }

  private Verdict towards(Map<String, String> settings) {
    boolean differ = !software.settings().equals(settings);
    WrapperPhase phase = software.phase();
    if (differ || phase == WrapperPhase.NEW || phase == WrapperPhase.STOPPED) {
      boolean stopFirst =
          software.isStarted()
              && component.update() == Update.RESTART
              && last().filter(deed -> deed.operation().equals("stop")).isEmpty();
      return stopFirst
          ? Verdict.act(
              state(),
              new Action.Stop(replica, component.wrapper(), id("stop")),
              "its settings have changed")
          : configure(state(), settings, differ ? "its settings are others" : "it is not ready");
    }
    return software.isStarted()
        ? looked()
        : Verdict.act(
            state(),
            new Action.Start(replica, component.wrapper(), id("start")),
            "it is configured");
  }

  private Verdict configure(ReplicaState state, Map<String, String> settings, String why) {
    return Verdict.act(
        state, new Action.Configure(replica, component.wrapper(), id("configure"), settings), why);
  }

  private Verdict looked() {
    return software.isRunning()
        ? Verdict.well(ReplicaState.RUNNING)
        : Verdict.wait(
            ReplicaState.UNKNOWN,
            "NOT_LOOKED_AT",
            "its wrapper does not tell how it is: " + software.healthText());
  }

  // A replica that is wanted no more

  /** Stops the software first, if it lets itself be stopped. */
  Verdict leaving() {
    Optional<WrapperDeed> running = underWay();
    if (running.isPresent()) {
      return new Verdict(ReplicaState.LEAVING, Optional.empty(), underWay(running.get()).reason());
    }
    boolean runs = software.isStarted() || software.health() == WrapperHealth.RUNNING;
    if (runs && inVain(LEAVE) < MOST_STOPS_IN_VAIN) {
      return Verdict.act(
          ReplicaState.LEAVING,
          new Action.Stop(replica, component.wrapper(), id(LEAVE)),
          "it is wanted no more");
    }
    return Verdict.act(
        ReplicaState.LEAVING,
        new Action.StopDomain(replica, false),
        runs ? "its software does not let itself be stopped" : "its software has stopped");
  }

  private long inVain(String purpose) {
    return life().stream().filter(deed -> deed.id().endsWith(":" + purpose) && isBad(deed)).count();
  }

  // What deeds tell

  private Optional<WrapperDeed> underWay() {
    return software.deeds().stream().filter(deed -> deed.state() == DeedState.RUNNING).findFirst();
  }

  private Verdict underWay(WrapperDeed deed) {
    return Verdict.wait(
        state(), "DEED_UNDER_WAY", deed.operation() + " is under way as " + deed.id());
  }

  /** What was made of the software since the domain came to this host. */
  private List<WrapperDeed> life() {
    return software.deeds().stream()
        .filter(deed -> LIFE_CYCLE.contains(deed.operation()))
        .filter(deed -> deed.beganAtEpochMillis() >= at.arrivedAtEpochMillis())
        .toList();
  }

  private Optional<WrapperDeed> last() {
    List<WrapperDeed> life = life();
    return life.isEmpty() ? Optional.empty() : Optional.of(life.get(life.size() - 1));
  }

  /** What was seen before the last deed ended says nothing about it. */
  private boolean isIll() {
    boolean down =
        software.health() == WrapperHealth.FAILED || software.health() == WrapperHealth.STOPPED;
    boolean stale =
        last()
            .map(WrapperDeed::endedAtEpochMillis)
            .filter(ended -> ended > software.healthAtEpochMillis())
            .isPresent();
    return software.isStarted() && down && !stale;
  }

  private long startsInVain() {
    return life().stream()
        .filter(deed -> deed.operation().equals("start"))
        .filter(deed -> deed.id().endsWith(":" + RESTART) || isBad(deed))
        .filter(deed -> deed.beganAtEpochMillis() > software.healthAtEpochMillis() - IN_VAIN_MILLIS)
        .count();
  }

  private static boolean isBad(WrapperDeed deed) {
    return deed.state() == DeedState.FAILED || deed.state() == DeedState.UNKNOWN;
  }

  private ReplicaState state() {
    return software.isRunning() ? ReplicaState.RUNNING : ReplicaState.CREATED;
  }

  /**
   * The next number among those of ours. Whoever asks again, because he died before he saw the
   * answer, asks under the same id, and nothing is done twice.
   */
  private String id(String purpose) {
    String ours = replica.application() + ":" + replica.component() + "-" + replica.number() + ":";
    long next =
        1
            + software.deeds().stream()
                .map(WrapperDeed::id)
                .filter(id -> id.startsWith(ours))
                .mapToLong(id -> number(id.substring(ours.length())))
                .max()
                .orElse(0);
    return ours + next + ":" + purpose;
  }

  private static long number(String rest) {
    String digits = rest.replaceFirst(":.*", "");
    return digits.matches("\\d{1,15}") ? Long.parseLong(digits) : 0;
  }
}
