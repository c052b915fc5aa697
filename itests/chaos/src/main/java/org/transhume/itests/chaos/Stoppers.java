// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.transhume.api.mx.Creation;
import org.transhume.api.mx.DomainStop;
import org.transhume.manager.internal.SimulatedManager;

/**
 * People who stop domains on purpose and start them again, of whichever manager believes to lead,
 * while it is killed in the middle. Whoever has no answer asks again.
 */
final class Stoppers {

  private static final int FIRST_MILLIS = 5_000;
  private static final int SPREAD_MILLIS = 80_000;
  private static final int LEAST_MILLIS_OFF = 5_000;
  private static final int SPREAD_MILLIS_OFF = 120_000;
  private static final int MOST_MILLIS_TO_KILL = 7_000;
  private static final int FORCED_ONE_IN = 5;
  private static final Duration AGAIN = Duration.ofSeconds(15);
  private static final int MOST_QUESTIONS = 8;

  private final Testbed testbed;
  private final Population population;
  private final Random random;
  private final Consumer<String> trace;
  private int refused;

  Stoppers(Testbed testbed, Population population, Random random, Consumer<String> trace) {
    this.testbed = testbed;
    this.population = population;
    this.random = random;
    this.trace = trace;
  }

  /** How often somebody was refused. */
  int refused() {
    return refused;
  }

  /** Draws what is wanted, and when. */
  void plan() {
    int count = random.nextInt(4);
    for (int i = 0; i < count; i++) {
      String domain = population.any();
      boolean force = random.nextInt(FORCED_ONE_IN) == 0;
      boolean startsAgain = random.nextInt(4) > 0;
      int when = FIRST_MILLIS + random.nextInt(SPREAD_MILLIS);
      after(when, () -> stop(domain, force, startsAgain, MOST_QUESTIONS));
      if (random.nextInt(3) == 0) {
        after(when + random.nextInt(MOST_MILLIS_TO_KILL), this::killALeader);
      }
    }
  }

  private void after(int millis, Runnable wish) {
    testbed.after(Duration.ofMillis(millis), wish);
  }

  private void killALeader() {
    List<SimulatedManager> leaders = testbed.managers().leaders();
    if (!leaders.isEmpty()) {
      SimulatedManager leader = leaders.get(random.nextInt(leaders.size()));
      trace.accept("FAULT " + leader.name() + " is killed in the middle of a stop");
      testbed.managers().kill(leader, AGAIN);
    }
  }

  /** Asks a manager that believes to lead, and again while there is no answer. */
  private void stop(String domain, boolean force, boolean startsAgain, int questions) {
    List<SimulatedManager> leaders = testbed.managers().leaders();
    boolean[] told = new boolean[1];
    if (!leaders.isEmpty()) {
      SimulatedManager leader = leaders.get(random.nextInt(leaders.size()));
      try {
        leader
            .stop(population.uuidOf(domain), force)
            .thenAccept(
                stop -> {
                  told[0] = stop.stopped();
                  stopped(leader.name(), stop, startsAgain);
                });
      } catch (IllegalArgumentException e) {
        trace.accept(domain + " wanted stopped in vain: " + e.getMessage());
      }
    }
    if (questions > 1) {
      testbed.after(
          AGAIN,
          () -> {
            if (!told[0]) {
              stop(domain, force, startsAgain, questions - 1);
            }
          });
    }
  }

  private void stopped(String manager, DomainStop stop, boolean startsAgain) {
    if (!stop.stopped()) {
      refused++;
      trace.accept(manager + " did not stop " + stop.domain() + ": " + stop.reasons());
      return;
    }
    trace.accept(manager + " has stopped " + stop.domain() + ", order " + stop.order());
    population.stopped(stop.domain());
    if (startsAgain) {
      after(
          LEAST_MILLIS_OFF + random.nextInt(SPREAD_MILLIS_OFF),
          () -> start(stop.domain(), MOST_QUESTIONS));
    }
  }

  private void start(String domain, int questions) {
    List<SimulatedManager> leaders = testbed.managers().leaders();
    List<String> hosts = testbed.hostNames();
    String host = random.nextBoolean() ? "" : hosts.get(random.nextInt(hosts.size()));
    boolean[] told = new boolean[1];
    if (!leaders.isEmpty()) {
      SimulatedManager leader = leaders.get(random.nextInt(leaders.size()));
      population.wantedAgain(domain);
      try {
        leader
            .start(population.uuidOf(domain), host)
            .thenAccept(
                start -> {
                  told[0] = start.created();
                  started(leader.name(), domain, start);
                });
      } catch (IllegalArgumentException e) {
        trace.accept(domain + " wanted started in vain: " + e.getMessage());
      }
    }
    if (questions > 1) {
      testbed.after(
          AGAIN,
          () -> {
            if (!told[0]) {
              start(domain, questions - 1);
            }
          });
    }
  }

  private void started(String manager, String domain, Creation start) {
    if (start.created()) {
      trace.accept(manager + " has started " + domain + " on " + start.host());
      population.started(domain);
    } else {
      refused++;
      trace.accept(manager + " did not start " + domain + ": " + start.reasons());
    }
  }
}
