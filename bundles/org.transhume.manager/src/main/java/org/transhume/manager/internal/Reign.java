// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.Collection;
import java.util.function.Consumer;
import org.transhume.api.model.Epoch;
import org.transhume.api.mx.ManagerMXBean;
import org.transhume.manager.internal.journal.Journal;
import org.transhume.migration.manager.Pace;

/** A manager's time as the leader: the loop on which it decides, its journal and its beans. */
final class Reign implements AutoCloseable {

  private final Household household;
  private final Journal journal;
  private final OwnLoop loop;
  private final Registry registry;
  private final Manager manager;
  private final ManagerMXBean bean;

  /**
   * Makes a reign that decides nothing until it begins.
   *
   * @param journal closed at the end
   * @param epoch under which all orders are given
   */
  Reign(Household household, Journal journal, Epoch epoch) {
    this.household = household;
    this.journal = journal;
    this.loop = household.execution().newLoop("transhume-manager");
    this.registry = new Registry(household.server());
    Settings settings = household.settings();
    Beans beans = new Beans(registry);
    this.manager =
        new Manager(
            loop,
            household.clock(),
            settings,
            journal,
            epoch,
            Pace.DEFAULT.patient(settings.times().patience()),
            household.execution().workers(),
            household.fences(),
            household.switches(),
            household.archive(),
            household.emitter(),
            beans);
    Desk desk = new Desk(loop);
    this.bean = new ManagerBean(manager, desk, household.version());
    beans.show(manager, desk);
  }

  /**
   * Begins to lead. Migrations that are unfinished in the journal are taken up first, and the
   * agents that are connected are told at once who leads.
   *
   * @param whenSuperseded is told why, on the loop, when an agent knows a newer leader; by then
   *     nothing is decided any more
   */
  void begin(Collection<PolicyVersion> policies, Consumer<String> whenSuperseded) {
    manager
        .superseded()
        .thenAccept(
            why -> {
              decideNoMore();
              whenSuperseded.accept(why);
            });
    manager.start();
    policies.forEach(manager::add);
    household.roster().lead(manager);
  }

  Manager manager() {
    return manager;
  }

  /** How the manager's bean answers while this lasts. */
  ManagerMXBean bean() {
    return bean;
  }

  /** Lets the loop run nothing more; at once, on any thread. */
  void decideNoMore() {
    loop.end();
  }

  /** Ends it. What was ordered goes on at the agents until somebody leads again. */
  @Override
  public void close() {
    decideNoMore();
    household.roster().leadNobody();
    loop.close();
    registry.close();
    journal.close();
  }
}
