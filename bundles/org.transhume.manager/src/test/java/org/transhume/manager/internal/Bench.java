// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.management.Notification;
import org.osgi.framework.Version;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.Mode;
import org.transhume.manager.internal.Settings.Guarding;
import org.transhume.manager.internal.Settings.Times;
import org.transhume.manager.internal.history.HistoryStore;
import org.transhume.migration.manager.Pace;
import org.transhume.spi.policy.Policy;

/** A manager on a virtual loop, with fake agents around it. */
final class Bench {

  static final Pace PACE = new Pace(5_000, 500, 500, 4_000, 4, 10, 60_000);

  final VirtualLoop loop = new VirtualLoop();
  final FakeAgents agents = new FakeAgents(loop);
  final MemoryJournal journal = new MemoryJournal();
  final List<Notification> notifications = new ArrayList<>();
  final List<MigrationStatus> shown = new ArrayList<>();
  final Fences fences = new Fences();
  final PowerSwitches switches = new PowerSwitches();
  final MemoryDecisions decisions = new MemoryDecisions();
  final HistoryStore history = HistoryStore.inMemory();
  final List<String> superseded = new ArrayList<>();
  Settings settings;
  Manager manager;
  private VirtualLoop.Mortal life = loop.mortal();
  private long services;

  Bench() {
    this(settings(Mode.AUTOMATIC, 1, 300_000));
  }

  Bench(Settings settings) {
    this.settings = settings;
    start();
  }

  static Settings settings(Mode mode, int holdRounds, long coolDownMillis) {
    return new Settings(
        "test",
        List.of(),
        mode,
        Map.of("hotspot", Mode.AUTOMATIC),
        0,
        new Guarding(holdRounds, coolDownMillis, 5_000, 0.01, 1, 1),
        new Times(10_000, 5_000, 1_000, 30_000, 60_000, 10, 1));
  }

  /** Lets a manager start, on the journal that is there; the one before it dies. */
  void start() {
    life.die();
    life = loop.mortal();
    journal.reopened();
    Emitter emitter = new Emitter(Runnable::run, loop.clock());
    emitter
        .broadcaster()
        .addNotificationListener(
            (notification, handback) -> notifications.add(notification), null, null);
    manager =
        new Manager(
            life,
            loop.clock(),
            settings,
            journal,
            new Epoch(0, journal.opened().starts() + 1),
            PACE,
            Runnable::run,
            fences,
            switches,
            new Archive(decisions, history),
            emitter,
            new Shown());
    VirtualLoop.Mortal mine = life;
    manager
        .superseded()
        .thenAccept(
            why -> {
              mine.die();
              superseded.add(why);
            });
    agents.tell(manager);
    manager.start();
    loop.settle();
  }

  long serve(String version, Policy policy) {
    long id = ++services;
    manager.add(new PolicyVersion("hotspot", Version.parseVersion(version), id, policy));
    loop.pass(50);
    return id;
  }

  PolicySlot hotspot() {
    return manager.policies().slot("hotspot").orElseThrow();
  }

  MigrationStatus lastMigration() {
    List<MigrationStatus> statuses = manager.coordinator().statuses();
    return statuses.get(statuses.size() - 1);
  }

  List<String> notificationTypes() {
    return notifications.stream().map(Notification::getType).toList();
  }

  private final class Shown implements Display {
    @Override
    public void migration(MigrationStatus status) {
      shown.add(status);
    }

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

    @Override
    public void domainsChanged(AgentPort agent) {}
  }
}
