// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.model.Mode;
import org.transhume.hypervisor.sim.internal.Timeline;
import org.transhume.manager.internal.Settings.Guarding;
import org.transhume.manager.internal.Settings.Times;
import org.transhume.migration.manager.Pace;

/** A manager in virtual time that can be killed and started again on the journal that it left. */
public final class SimulatedManager {

  private static final Settings SETTINGS =
      new Settings(
          "simulated",
          List.of(),
          Mode.OBSERVE,
          Map.of(),
          0,
          new Guarding(1, 300_000, 5_000, 0.01, 2, 2),
          new Times(10_000, 5_000, 1_000, 30_000, 60_000, 100, 1));

  private final Timeline timeline;
  private final Clock clock;
  private final MemoryJournal journal = new MemoryJournal();
  private TimelineLoop loop;
  private Manager manager;
  private long starts;

  /**
   * How a migration stands.
   *
   * @param id its id
   * @param domain what is moved
   * @param domainUuid its uuid
   * @param source from where
   * @param target to where
   * @param phase how far it has come
   * @param begun whether agents may have been given an order
   * @param why its reasons, for people
   */
  public record Standing(
      String id,
      String domain,
      String domainUuid,
      String source,
      String target,
      MigrationPhase phase,
      boolean begun,
      String why) {}

  /** Not started yet. */
  public SimulatedManager(Timeline timeline, Clock clock) {
    this.timeline = timeline;
    this.clock = clock;
  }

  /** Begins a life. */
  public void start() {
    loop = new TimelineLoop(timeline);
    journal.reopened();
    starts++;
    manager =
        new Manager(
            loop,
            clock,
            SETTINGS,
            journal,
            new Epoch(0, starts),
            Pace.DEFAULT,
            Runnable::run,
            new Fences(),
            new Emitter(Runnable::run, clock),
            new Unseen());
    manager.start();
  }

  /** Ends as by {@code kill -9}. */
  public void kill() {
    loop.die();
  }

  /** Whether it lives. */
  public boolean isAlive() {
    return !loop.isDead();
  }

  /** Its journal's disk is full, or has room again. */
  public void setDiskFull(boolean full) {
    journal.breaksOn = entry -> full;
  }

  /** Takes what agents tell; of this life only. */
  public AgentEvents events() {
    return manager;
  }

  /** Now, by the loop's clock. */
  public long monotonicMillis() {
    return loop.monotonicMillis();
  }

  /**
   * Asks for a migration, as an operator does.
   *
   * @throws IllegalArgumentException when domain or host are not known, or one is on the other
   */
  public String migrate(String domain, String target) {
    return manager.migrate(domain, target, "operator");
  }

  /** Cancels a migration, as an operator does. */
  public void cancel(String id) {
    manager.coordinator().cancel(id, "operator");
  }

  /** Every migration of this life, and those that it has taken up. */
  public List<Standing> migrations() {
    return manager.coordinator().statuses().stream()
        .map(
            status ->
                new Standing(
                    status.id(),
                    status.request().domain(),
                    status.request().domainUuid(),
                    status.request().source(),
                    status.request().target(),
                    status.phase(),
                    status.phase().compareTo(MigrationPhase.PREPARING) >= 0,
                    status.outcomeReasons().toString()))
        .toList();
  }

  /** What it says needs a person. */
  public List<String> warnings() {
    return manager.warnings();
  }

  private static final class Unseen implements Display {
    @Override
    public void migration(MigrationStatus status) {}

    @Override
    public void migrationForgotten(String id) {}

    @Override
    public void policy(String policy) {}

    @Override
    public void loss(String host) {}

    @Override
    public void lossOver(String host) {}

    @Override
    public void domainsChanged() {}
  }
}
