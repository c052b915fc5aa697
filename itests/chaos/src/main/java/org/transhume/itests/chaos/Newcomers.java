// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.transhume.api.mx.Creation;
import org.transhume.manager.internal.SimulatedManager;

/**
 * People who want domains that are not there so far, and some that are: two of them the same one
 * within moments, of whichever manager believes to lead and on agents, while the manager is killed
 * in the middle. Whoever has no answer asks again.
 */
final class Newcomers {

  private static final int FIRST_MILLIS = 5_000;
  private static final int SPREAD_MILLIS = 80_000;
  private static final int MOMENTS_MILLIS = 3_000;
  private static final int MOST_MILLIS_TO_KILL = 60;
  private static final Duration AGAIN = Duration.ofSeconds(15);
  private static final int MOST_QUESTIONS = 6;

  private final Testbed testbed;
  private final Population population;
  private final Random random;
  private final Consumer<String> trace;
  private int refused;

  /** What somebody wants, whose uuid nobody else's has. */
  private record Wanted(String name, UUID uuid, String configuration) {}

  Newcomers(Testbed testbed, Population population, Random random, Consumer<String> trace) {
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
    int count = 1 + random.nextInt(3);
    for (int i = 1; i <= count; i++) {
      String name = "newcomer-" + i;
      UUID uuid = new UUID(random.nextLong(), random.nextLong());
      Wanted wanted = new Wanted(name, uuid, population.draw(name, uuid));
      int when = FIRST_MILLIS + random.nextInt(SPREAD_MILLIS);
      after(when, () -> ask(wanted, MOST_QUESTIONS));
      after(when + random.nextInt(MOMENTS_MILLIS), () -> ask(wanted, MOST_QUESTIONS));
      after(when + random.nextInt(MOMENTS_MILLIS), () -> askAgent(wanted));
      if (random.nextInt(3) == 0) {
        after(when + random.nextInt(MOST_MILLIS_TO_KILL), this::killALeader);
      }
    }
    String known = population.any();
    after(FIRST_MILLIS + random.nextInt(SPREAD_MILLIS), () -> askForKnown(known));
  }

  private void after(int millis, Runnable wish) {
    testbed.after(Duration.ofMillis(millis), wish);
  }

  private void killALeader() {
    List<SimulatedManager> leaders = testbed.managers().leaders();
    if (!leaders.isEmpty()) {
      SimulatedManager leader = leaders.get(random.nextInt(leaders.size()));
      trace.accept("FAULT " + leader.name() + " is killed in the middle of a creation");
      testbed.managers().kill(leader, AGAIN);
    }
  }

  private void askForKnown(String name) {
    if (!population.isStartedAtBoot(name)) {
      String uuid = population.uuidOf(name);
      ask(new Wanted(name, UUID.fromString(uuid), population.configurationOf(name)), 1);
    }
  }

  /** Asks a manager that believes to lead, and again while there is no answer. */
  private void ask(Wanted wanted, int questions) {
    List<SimulatedManager> leaders = testbed.managers().leaders();
    List<String> hosts = testbed.hostNames();
    String host = random.nextBoolean() ? "" : hosts.get(random.nextInt(hosts.size()));
    boolean[] told = new boolean[1];
    if (!leaders.isEmpty()) {
      SimulatedManager leader = leaders.get(random.nextInt(leaders.size()));
      population.wantedAgain(wanted.name());
      try {
        leader
            .create(wanted.configuration(), host)
            .thenAccept(
                creation -> {
                  told[0] = creation.created();
                  answered(wanted, leader.name(), creation);
                });
      } catch (IllegalArgumentException e) {
        trace.accept(wanted.name() + " wanted in vain: " + e.getMessage());
      }
    }
    if (questions > 1) {
      testbed.after(
          AGAIN,
          () -> {
            if (!told[0]) {
              ask(wanted, questions - 1);
            }
          });
    }
  }

  private void answered(Wanted wanted, String manager, Creation creation) {
    if (creation.created()) {
      trace.accept(manager + " created " + wanted.name() + " on " + creation.host());
      population.created(wanted.name(), wanted.uuid(), wanted.configuration());
    } else {
      refused++;
      trace.accept(manager + " did not create " + wanted.name() + ": " + creation.reasons());
    }
  }

  /** Where nobody leads an agent creates by itself, and nobody promises anything. */
  private void askAgent(Wanted wanted) {
    List<String> led =
        testbed.hostNames().stream().filter(host -> testbed.attends(host).isPresent()).toList();
    if (!led.isEmpty()) {
      String host = led.get(random.nextInt(led.size()));
      population.wantedAgain(wanted.name());
      CompletionStage<String> answer = testbed.create(host, wanted.configuration());
      answer.whenComplete(
          (created, failure) -> {
            refused += failure == null ? 0 : 1;
            trace.accept(
                failure == null
                    ? host + " created " + created + " though somebody leads"
                    : host + " did not create " + wanted.name() + ": " + failure.getMessage());
          });
    }
  }
}
