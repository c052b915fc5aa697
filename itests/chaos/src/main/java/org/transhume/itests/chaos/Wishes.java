// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.transhume.manager.internal.SimulatedManager;

/** What people want of a cluster, whatever state it is in. */
final class Wishes {

  private static final int FIRST_MILLIS = 5_000;
  private static final int SPREAD_MILLIS = 80_000;
  private static final int MOST_DRAINING_MILLIS = 60_000;
  private static final int REPAIR_WISHES = 12;
  private static final int LATEST_REPAIR_WISH_MILLIS = 300_000;
  private static final int LEAST_SILENT_SECONDS = 15;

  private final Testbed testbed;
  private final Population population;
  private final Random random;
  private final Consumer<String> trace;
  private int refused;

  Wishes(Testbed testbed, Population population, Random random, Consumer<String> trace) {
    this.testbed = testbed;
    this.population = population;
    this.random = random;
    this.trace = trace;
  }

  /** Draws what is wanted, and when. */
  void plan() {
    int count = 3 + random.nextInt(6);
    for (int i = 0; i < count; i++) {
      String domain = population.any();
      int choice = random.nextInt(Integer.MAX_VALUE);
      boolean ofTheAgent = random.nextInt(4) == 0;
      after(
          FIRST_MILLIS + random.nextInt(SPREAD_MILLIS),
          () -> {
            if (ofTheAgent) {
              askAgent(domain, choice);
            } else {
              askManager(domain, choice);
            }
          });
    }
    if (random.nextInt(4) == 0) {
      List<String> hosts = testbed.hostNames();
      String host = hosts.get(random.nextInt(hosts.size()));
      int draining = FIRST_MILLIS + random.nextInt(SPREAD_MILLIS);
      after(draining, () -> drain(host));
      after(draining + random.nextInt(MOST_DRAINING_MILLIS), () -> activate(host));
    }
  }

  /**
   * Draws what is wanted of managers with a fence: a short patience, an operator who looks after
   * hosts that are off, and people who create domains again where they have been.
   */
  void planRepairs() {
    after(FIRST_MILLIS, () -> leaders().forEach(manager -> manager.setSilence(silence())));
    for (int i = 0; i < REPAIR_WISHES; i++) {
      String domain = population.any();
      int choice = random.nextInt(Integer.MAX_VALUE);
      int when = FIRST_MILLIS + random.nextInt(LATEST_REPAIR_WISH_MILLIS);
      if (i % 2 == 0) {
        after(when, () -> confirm(choice));
      } else {
        after(when, () -> createAgain(domain, choice));
      }
    }
  }

  private double silence() {
    return LEAST_SILENT_SECONDS + random.nextInt(LEAST_SILENT_SECONDS);
  }

  /** An operator confirms what he has seen: a host that is off, and stays so. */
  private void confirm(int choice) {
    List<String> off = testbed.hostNames().stream().filter(testbed::isDead).toList();
    if (!off.isEmpty()) {
      String host = off.get(choice % off.size());
      leaders().forEach(manager -> manager.confirmOff(host, trace));
    }
  }

  /**
   * Somebody wants to create a domain again on a host that has had it, and waits until the leader's
   * next word must have come. Whether that host should know of it was to be seen before.
   */
  private void createAgain(String domain, int choice) {
    List<String> hosts = population.formerPlacesOf(domain);
    if (hosts.isEmpty()) {
      return;
    }
    String host = hosts.get(choice % hosts.size());
    boolean known =
        leaders().stream()
            .anyMatch(leader -> leader.elsewhere(host).contains(population.uuidOf(domain)));
    int changes = population.changesOf(domain);
    if (known) {
      after(
          SimulatedManager.LEASE_MILLIS,
          () -> {
            if (population.changesOf(domain) == changes && hasHeardTheLeader(host)) {
              create(host, domain);
            }
          });
    }
  }

  private void create(String host, String domain) {
    population.wantedAgain(domain);
    testbed
        .create(host, population.configurationOf(domain))
        .whenComplete((created, failure) -> answered(host, created, failure));
  }

  private void answered(String host, String created, Throwable failure) {
    if (failure == null) {
      trace.accept("created again on " + host + ": " + created);
    } else {
      refused++;
      trace.accept("created in vain on " + host + ": " + failure.getMessage());
    }
  }

  /** How often a host refused to create a domain again. */
  int refused() {
    return refused;
  }

  private boolean hasHeardTheLeader(String host) {
    List<SimulatedManager> all = testbed.managers().leaders();
    return all.size() == 1 && testbed.attends(host).filter(all.get(0).name()::equals).isPresent();
  }

  private void after(int millis, Runnable wish) {
    testbed.after(Duration.ofMillis(millis), wish);
  }

  /** People do not know which of those that believe to lead does. */
  private List<SimulatedManager> leaders() {
    List<SimulatedManager> leaders = testbed.managers().leaders();
    return leaders.isEmpty() ? leaders : List.of(leaders.get(random.nextInt(leaders.size())));
  }

  private void askManager(String domain, int choice) {
    String target = otherThan(population.placeOf(domain), choice);
    for (SimulatedManager manager : leaders()) {
      try {
        String id = manager.migrate(domain, target);
        trace.accept(
            "wanted: " + domain + " to " + target + ", migration " + id + " of " + manager.name());
      } catch (IllegalArgumentException e) {
        trace.accept("wanted in vain: " + e.getMessage());
      }
    }
  }

  private void askAgent(String domain, int choice) {
    String source = population.placeOf(domain);
    String target = otherThan(source, choice);
    CompletionStage<String> id = testbed.askAgent(source, domain, target);
    id.whenComplete(
        (migration, failure) ->
            trace.accept(
                failure == null
                    ? "wanted on " + source + ": " + domain + " to " + target + ", " + migration
                    : "wanted in vain on " + source + ": " + failure.getMessage()));
  }

  private String otherThan(String source, int choice) {
    List<String> others =
        testbed.hostNames().stream().filter(host -> !host.equals(source)).toList();
    return others.get(choice % others.size());
  }

  private void drain(String host) {
    trace.accept("wanted: to drain " + host);
    leaders().forEach(manager -> manager.drain(host, trace));
  }

  private void activate(String host) {
    trace.accept("wanted: " + host + " active");
    leaders().forEach(manager -> manager.activate(host, trace));
  }
}
