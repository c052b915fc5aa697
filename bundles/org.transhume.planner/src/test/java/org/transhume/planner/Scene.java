// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.transhume.planner.constraint.Ban;
import org.transhume.planner.constraint.Constraint;
import org.transhume.planner.constraint.Fence;
import org.transhume.planner.constraint.Gather;
import org.transhume.planner.constraint.Keep;
import org.transhume.planner.constraint.MaxOnline;
import org.transhume.planner.constraint.NPlusOne;
import org.transhume.planner.constraint.NoIncoming;
import org.transhume.planner.constraint.Overcommit;
import org.transhume.planner.constraint.Pin;
import org.transhume.planner.constraint.Reserve;
import org.transhume.planner.constraint.Spread;
import org.transhume.planner.constraint.Strength;

/**
 * A small cluster with constraints, drawn by a seed: often too full, often against its own rules.
 *
 * @param seed what it was drawn by
 * @param hosts in any order
 * @param domains in any order
 * @param places the host of each domain
 * @param constraints in any order
 * @param limits of a plan
 */
record Scene(
    long seed,
    List<Host> hosts,
    List<Domain> domains,
    List<String> places,
    List<Constraint> constraints,
    Limits limits) {

  private static final int GROUPS = 3;

  static Scene draw(long seed) {
    Random random = new Random(seed);
    List<Host> hosts = new ArrayList<>();
    int[] free = new int[2 + random.nextInt(8)];
    boolean alike = random.nextBoolean();
    for (int i = 0; i < free.length; i++) {
      int cores = alike ? 8 : 2 + 2 * random.nextInt(8);
      int memory = alike ? 32768 : 8192 + 4096 * random.nextInt(8);
      Map<String, String> rack =
          random.nextInt(8) == 0 ? Map.of() : Map.of("rack", "r" + random.nextInt(3));
      hosts.add(Host.of("h" + i, cores, memory).withReserveMib(512).withLocations(rack));
      free[i] = memory - 512;
    }
    List<Domain> domains = new ArrayList<>();
    List<String> places = new ArrayList<>();
    int wanted = random.nextInt(8 * free.length);
    for (int i = 0; i < wanted; i++) {
      int memory = 512 << random.nextInt(4);
      int host = random.nextInt(1 + random.nextInt(free.length));
      if (free[host] >= memory) {
        free[host] -= memory;
        domains.add(domain(i, memory, random));
        places.add("h" + host);
      }
    }
    int most = 1 + random.nextInt(3);
    Limits limits = new Limits(most, most, random.nextInt(3) == 0 ? 4 : 0, 100);
    return new Scene(seed, hosts, domains, places, constraints(free.length, random), limits);
  }

  private static Domain domain(int i, int memory, Random random) {
    Domain domain = Domain.of("d" + i, memory, 1 + random.nextInt(4), 1 + random.nextInt(260));
    if (random.nextInt(3) == 0) {
      domain = domain.withGroups("g" + random.nextInt(GROUPS));
    }
    return random.nextInt(20) == 0 ? domain.withTags("keep") : domain;
  }

  private static List<Constraint> constraints(int hosts, Random random) {
    List<Constraint> all = new ArrayList<>();
    all.add(Reserve.everywhere(512 << random.nextInt(3)));
    all.add(Overcommit.cpu(60 + 10 * random.nextInt(6)));
    for (int i = 0; i < GROUPS; i++) {
      String place = random.nextBoolean() ? Constraint.HOST : "rack";
      switch (random.nextInt(6)) {
        case 0 -> all.add(Gather.inOne("g" + i, place));
        case 1, 2 -> all.add(new Spread("g" + i, place, 1 + random.nextInt(2), Strength.HARD));
        case 3 -> all.add(new Spread("g" + i, place, 1, Strength.SOFT));
        default -> {}
      }
    }
    for (int i = 0; i < 4; i++) {
      Set<String> domain = Set.of("d" + random.nextInt(30));
      Set<String> some = new TreeSet<>();
      some.add("h" + random.nextInt(hosts));
      some.add("h" + random.nextInt(hosts));
      switch (random.nextInt(8)) {
        case 0, 1 -> all.add(new Ban(domain, some, Strength.HARD));
        case 2 -> all.add(new Fence(domain, some, Strength.HARD));
        case 3 -> all.add(new Pin(domain, Strength.HARD));
        case 4 -> all.add(new Ban(domain, some, Strength.SOFT));
        case 5 -> all.add(new Pin(domain, Strength.SOFT));
        default -> {}
      }
    }
    all.add(new Keep("keep"));
    switch (random.nextInt(8)) {
      case 0 -> all.add(NoIncoming.of("h" + random.nextInt(hosts)));
      case 1 -> all.add(MaxOnline.of(1 + random.nextInt(hosts)));
      case 2 -> all.add(NPlusOne.hard());
      case 3 -> all.add(Overcommit.vcpus(100 + random.nextInt(200)));
      default -> {}
    }
    return all;
  }

  Cluster cluster() {
    Cluster.Builder builder = Cluster.builder();
    hosts.forEach(builder::host);
    for (int i = 0; i < domains.size(); i++) {
      builder.domain(domains.get(i), places.get(i));
    }
    return builder.build();
  }

  /** The same in another order. */
  Scene shuffled(long order) {
    List<Host> otherHosts = new ArrayList<>(hosts);
    List<Constraint> otherConstraints = new ArrayList<>(constraints);
    List<Integer> indexes = new ArrayList<>();
    for (int i = 0; i < domains.size(); i++) {
      indexes.add(i);
    }
    Random random = new Random(order);
    Collections.shuffle(otherHosts, random);
    Collections.shuffle(otherConstraints, random);
    Collections.shuffle(indexes, random);
    return new Scene(
        seed,
        otherHosts,
        indexes.stream().map(domains::get).toList(),
        indexes.stream().map(places::get).toList(),
        otherConstraints,
        limits);
  }

  List<Goal> goals() {
    return List.of(
        new Goal.Relieve(),
        new Goal.Balance(),
        new Goal.Consolidate(),
        new Goal.Drain(Set.of(hosts.get(0).name())));
  }

  @Override
  public String toString() {
    return "Scene.draw(" + seed + "L)";
  }
}
