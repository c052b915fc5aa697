// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests.chaos;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.transhume.api.model.MigrationPhase;
import org.transhume.hypervisor.sim.internal.ClusterSettings;
import org.transhume.hypervisor.sim.internal.Costs;
import org.transhume.hypervisor.sim.internal.HostShape;
import org.transhume.manager.internal.SimulatedManager;
import org.transhume.manager.internal.SimulatedManager.Standing;

/**
 * A cluster in which nothing fails and a certain number of migrations is always under way: as one
 * ends, an operator wants another. Everything is in one process and in virtual time; what is
 * measured is the work of the manager, of all agents and of the simulator together.
 */
final class LoadRun {

  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration SETTLING = Duration.ofSeconds(20);
  private static final Duration PATIENCE = Duration.ofMinutes(30);
  private static final int MOST_TRIES = 10;
  private static final double MEBIBYTE = 1 << 20;

  private final int wanted;
  private final Random random;
  private final Testbed testbed;
  private final Population population;
  private final Set<String> underWay = new HashSet<>();
  private final Map<MigrationPhase, Long> ended = new EnumMap<>(MigrationPhase.class);
  private final List<Minute> course = new ArrayList<>();
  private final HeapCourse heap;

  /**
   * What a minute of the hosts' time came to.
   *
   * @param done migrations that ended DONE so far
   * @param most migrations that were under way at once
   * @param seconds time that it took
   * @param cpuSeconds processor time that it took
   * @param heapMebibytes heap in use at its end, after a collection
   */
  record Minute(long done, long most, double seconds, double cpuSeconds, double heapMebibytes) {}

  /**
   * What a load came to.
   *
   * @param phases how many migrations ended, by phase
   * @param course minute by minute
   * @param heap what was alive of it
   * @param verdict what became of the domains
   */
  record Result(
      Map<String, Long> phases, List<Minute> course, HeapCourse heap, Judge.Verdict verdict) {

    Result {
      phases = Map.copyOf(phases);
      course = List.copyOf(course);
    }

    String text() {
      return String.format(
          Locale.ROOT,
          "%s; lost %d, doubled %d, stale %d, unfinished %d%n%s",
          new TreeMap<>(phases),
          verdict.lost(),
          verdict.doubled(),
          verdict.stale(),
          verdict.unfinished(),
          heap.text());
    }

    boolean isClean() {
      return verdict.failures().isEmpty() && heap.verdict() != HeapCourse.Verdict.GROWS;
    }

    Map<String, Object> asMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("migrations", new TreeMap<>(phases));
      map.put("lost", verdict.lost());
      map.put("doubled", verdict.doubled());
      map.put("stale", verdict.stale());
      map.put("unfinished", verdict.unfinished());
      map.put("cpuSeconds", course.stream().map(Minute::cpuSeconds).toList());
      map.put("heap", heap.asMap());
      map.put("failures", verdict.failures());
      return map;
    }
  }

  /** A cluster that has settled. */
  LoadRun(int agents, int domains, int migrations, long seed) {
    this.wanted = migrations;
    this.random = new Random(seed);
    this.heap = new HeapCourse(agents);
    List<HostShape> hosts =
        IntStream.rangeClosed(1, agents)
            .mapToObj(
                number -> HostShape.of("host-" + number, 4, 8L << 30, 512L << 20, 128 * MEBIBYTE))
            .toList();
    this.testbed =
        new Testbed(new ClusterSettings(seed, hosts, Costs.ordinary(), 0, 4096), 1, false, random);
    this.population =
        new Population(testbed.cluster(), testbed.timeline()::nanos, random, line -> {});
    testbed.cluster().onEvent(population::follow);
    population.create(domains, testbed.hostNames());
    testbed.start();
    testbed.timeline().advance(SETTLING);
  }

  /** Lets that much of the hosts' time pass. */
  void advance(Duration time) {
    long began = System.nanoTime();
    long cpu = cpuNanos();
    long most = 0;
    for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(LOOK)) {
      most = Math.max(most, topUp());
      testbed.timeline().advance(LOOK);
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    double cpuSeconds = (cpuNanos() - cpu) / 1e9;
    look();
    heap.look(ended());
    course.add(
        new Minute(
            ended.getOrDefault(MigrationPhase.DONE, 0L),
            most,
            seconds,
            cpuSeconds,
            heap.last().mebibytes()));
  }

  /** Lets time pass until so many migrations have ended, and looks at the heap so often. */
  void advanceUntilEnded(long migrations, int looks) {
    long before = ended();
    for (int i = 1; i <= looks; i++) {
      while (ended() < before + (migrations - before) * i / looks) {
        topUp();
        testbed.timeline().advance(LOOK);
        look();
      }
      heap.look(ended());
    }
  }

  /** The last look at the heap, for people. */
  String lastLook() {
    return String.format(
        Locale.ROOT, "%6d ended, live heap %.1f MiB", heap.last().ended(), heap.last().mebibytes());
  }

  private SimulatedManager manager() {
    return testbed.managers().leaders().get(0);
  }

  /** Notes what has ended, and tells how many have not. */
  private long look() {
    for (Standing migration : manager().migrations()) {
      if (migration.phase().isFinal() && underWay.remove(migration.id())) {
        ended.merge(migration.phase(), 1L, Long::sum);
      }
    }
    return underWay.size();
  }

  private long ended() {
    return ended.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Wants as many migrations as are missing, and tells how many are under way then. */
  private long topUp() {
    look();
    for (int tries = 0; underWay.size() < wanted && tries < MOST_TRIES * wanted; tries++) {
      String host = testbed.hostNames().get(random.nextInt(testbed.hostNames().size()));
      asked(population.any(), host).ifPresent(underWay::add);
    }
    return underWay.size();
  }

  /** Id of the migration; empty when the domain is there already. */
  private Optional<String> asked(String domain, String host) {
    try {
      return Optional.of(manager().migrate(domain, host));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static long cpuNanos() {
    return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
        .getProcessCpuTime();
  }

  /** The last minute, for people. */
  String lastMinute() {
    Minute last = course.get(course.size() - 1);
    return String.format(
        Locale.ROOT,
        "minute %2d: %5d done, %3d under way at most, took %.1f s and %.1f s of processor time,"
            + " heap %.0f MiB",
        course.size(),
        last.done(),
        last.most(),
        last.seconds(),
        last.cpuSeconds(),
        last.heapMebibytes());
  }

  /** Waits for what is under way, and judges. */
  Result end() {
    Duration waited = Duration.ZERO;
    while ((look() > 0 || !testbed.underWayAtAgents().isEmpty())
        && waited.compareTo(PATIENCE) < 0) {
      testbed.timeline().advance(LOOK);
      waited = waited.plus(LOOK);
    }
    Map<String, Long> phases = new TreeMap<>();
    ended.forEach((phase, count) -> phases.put(phase.name(), count));
    return new Result(phases, course, heap, new Judge(testbed, population).verdict());
  }
}
