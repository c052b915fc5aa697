// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.transhume.api.model.MigrationPhase;
import org.transhume.hypervisor.sim.internal.ClusterSettings;
import org.transhume.hypervisor.sim.internal.Costs;
import org.transhume.hypervisor.sim.internal.HostShape;
import org.transhume.hypervisor.sim.internal.SimulationEvent;
import org.transhume.manager.internal.SimulatedManager;
import org.transhume.manager.internal.SimulatedManager.LostHost;
import org.transhume.manager.internal.SimulatedManager.Standing;

/**
 * One cluster, one schedule of wishes and faults, all drawn from one seed: the same seed leads to
 * the same run, to the nanosecond of virtual time.
 */
final class ChaosRun {

  private static final long MEBIBYTE = 1L << 20;
  private static final int MOST_MANAGERS = 3;
  private static final Duration ATTACK = Duration.ofMinutes(2);
  private static final Duration PATIENCE = Duration.ofHours(1);
  private static final Duration GLANCE = Duration.ofSeconds(5);

  private final long seed;
  private final Random random;
  private final boolean repairs;
  private final Testbed testbed;
  private final Consumer<String> trace;
  private final Population population;
  private final Wishes wishes;
  private final Newcomers newcomers;
  private final Stoppers stoppers;
  private final Attack attack;

  /**
   * What a run came to.
   *
   * @param seed from which it was drawn
   * @param migrations how many ended, by phase
   * @param faults how many struck, by kind
   * @param refusedTooLate orders of superseded managers that agents have refused
   * @param booted domains of lost hosts that were booted elsewhere
   * @param created domains that managers had created for people
   * @param refusedToCreate how often a host or a manager refused to create a domain
   * @param stopped domains that hosts have stopped for managers
   * @param refusedToStop how often a manager refused to stop a domain or to start it again
   * @param hit whether a fault struck a migration that was under way
   * @param verdict what became of the domains
   */
  record Result(
      long seed,
      Map<String, Integer> migrations,
      Map<String, Integer> faults,
      int refusedTooLate,
      int booted,
      int created,
      int refusedToCreate,
      int stopped,
      int refusedToStop,
      boolean hit,
      Judge.Verdict verdict) {

    Result {
      migrations = Map.copyOf(migrations);
      faults = Map.copyOf(faults);
    }
  }

  /**
   * A run that has not begun.
   *
   * @param trace takes a line for everything that happens
   */
  ChaosRun(long seed, Consumer<String> trace) {
    this(seed, new Random(seed), trace);
  }

  private ChaosRun(long seed, Random random, Consumer<String> trace) {
    this.seed = seed;
    this.random = random;
    this.trace = trace;
    ClusterSettings settings = settings();
    int managers = 1 + random.nextInt(MOST_MANAGERS);
    this.repairs = random.nextInt(2) == 0;
    this.testbed = new Testbed(settings, managers, repairs, random);
    this.population =
        new Population(testbed.cluster(), testbed.timeline()::nanos, random, this::trace);
    this.wishes = new Wishes(testbed, population, random, this::trace);
    this.newcomers = new Newcomers(testbed, population, random, this::trace);
    this.stoppers = new Stoppers(testbed, population, random, this::trace);
    this.attack = new Attack(testbed, repairs, random, this::trace);
    testbed.cluster().onEvent(this::happened);
  }

  private ClusterSettings settings() {
    List<HostShape> hosts = new ArrayList<>();
    int count = 2 + random.nextInt(3);
    for (int i = 1; i <= count; i++) {
      hosts.add(
          HostShape.of(
              "host-" + i,
              1 + random.nextInt(4),
              (512 * MEBIBYTE) << random.nextInt(3),
              256 * MEBIBYTE,
              (16 + random.nextInt(112)) * (double) MEBIBYTE));
    }
    return new ClusterSettings(random.nextLong(), hosts, Costs.ordinary(), 0, 4096);
  }

  /** Runs it to its end. */
  Result run() {
    population.create(2 + random.nextInt(4), testbed.hostNames());
    if (!repairs) {
      population.startSomeAtBoot(testbed.hostNames());
    }
    testbed.start();
    wishes.plan();
    newcomers.plan();
    stoppers.plan();
    if (repairs) {
      wishes.planRepairs();
    }
    attack.plan();
    testbed.timeline().advance(ATTACK);
    attack.end();
    testbed.heal();
    trace("healed");
    testbed.timeline().advance(GLANCE);
    boolean quiet = false;
    for (Duration waited = GLANCE; !quiet && waited.compareTo(PATIENCE) < 0; ) {
      testbed.timeline().advance(GLANCE);
      waited = waited.plus(GLANCE);
      quiet = isQuiet();
    }
    return result();
  }

  private void happened(SimulationEvent event) {
    trace(event.host() + " " + event.domain() + " " + event.what());
    population.follow(event);
    attack.happened(event);
  }

  private boolean isQuiet() {
    List<SimulatedManager> leaders = testbed.managers().leaders();
    return leaders.size() == 1
        && testbed.underWayAtAgents().stream()
            .allMatch(side -> waitsForTheDead(leaders.get(0), side))
        && leaders.get(0).migrations().stream().allMatch(one -> one.phase().isFinal())
        && leaders.get(0).stopping().values().stream().allMatch(testbed::isDead)
        && (!repairs || isSettled(leaders.get(0)));
  }

  private static boolean isSettled(SimulatedManager leader, String host) {
    return leader.lost(host).isPresent()
        ? leader.lost(host).filter(LostHost::isSettled).isPresent()
        : leader.warnings().stream().anyMatch(line -> line.startsWith(host + " is silent"));
  }

  /** Whether it is a side that only a person can end, since the other host is lost for good. */
  private boolean waitsForTheDead(SimulatedManager leader, String side) {
    return leader.migrations().stream()
        .filter(one -> one.phase() == MigrationPhase.REPAIR)
        .filter(one -> testbed.isDead(one.source()) || testbed.isDead(one.target()))
        .anyMatch(one -> side.startsWith(one.id() + " "));
  }

  /** Whether the manager has done all that it will do about the hosts that stay lost. */
  private boolean isSettled(SimulatedManager leader) {
    return testbed.hostNames().stream()
        .filter(testbed::isDead)
        .filter(host -> population.lostWith().containsValue(host))
        .allMatch(host -> isSettled(leader, host));
  }

  private Result result() {
    Judge judge = new Judge(testbed, population);
    Map<String, Integer> migrations = new TreeMap<>();
    for (Standing migration : judge.migrations()) {
      trace(migration.toString());
      migrations.merge(migration.phase().name(), 1, Integer::sum);
    }
    Judge.Verdict verdict = judge.verdict();
    verdict.failures().forEach(this::trace);
    return new Result(
        seed,
        migrations,
        attack.faults(),
        testbed.refusedTooLate(),
        testbed.booted(),
        testbed.created(),
        wishes.refused() + newcomers.refused(),
        testbed.stopped(),
        stoppers.refused(),
        attack.hasHit(),
        verdict);
  }

  private void trace(String line) {
    trace.accept(String.format("%10.3f %s", testbed.timeline().nanos() / 1e9, line));
  }
}
