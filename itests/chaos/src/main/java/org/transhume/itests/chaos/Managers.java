// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests.chaos;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.transhume.hypervisor.sim.internal.VirtualTimeline;
import org.transhume.manager.internal.SimulatedManager;
import org.transhume.spi.coordination.MemoryCoordination;
import org.transhume.spi.fence.Fence;
import org.transhume.spi.transport.Endpoint;

/** The manager of a cluster, or several of which an ensemble elects one; and what befalls them. */
final class Managers {

  private static final Duration SESSION = Duration.ofSeconds(6);
  private static final int MOST_ANSWER_MILLIS = 20;
  private static final int MOST_BELIEF_MILLIS = 4_000;

  private final VirtualTimeline timeline;
  private final Random random;
  private final Consumer<SimulatedManager> started;
  private final MemoryCoordination ensemble = new MemoryCoordination(this::answerInOrder);
  private final List<SimulatedManager> all;
  private long answersAt;

  /**
   * Managers that have not started.
   *
   * @param count how many; a single one is elected by nobody
   * @param agents where they are
   * @param fence with which they repair the loss of hosts; empty when they only watch
   * @param started is told of every life of each
   */
  Managers(
      int count,
      List<Endpoint> agents,
      Optional<Fence> fence,
      VirtualTimeline timeline,
      Clock clock,
      Random random,
      Consumer<SimulatedManager> started) {
    this.timeline = timeline;
    this.random = random;
    this.started = started;
    this.all =
        IntStream.rangeClosed(1, count)
            .mapToObj(number -> "manager-" + number)
            .map(
                name ->
                    new SimulatedManager(
                        name,
                        agents,
                        timeline,
                        clock,
                        random::nextDouble,
                        count > 1 ? Optional.of(ensemble.through(name)) : Optional.empty(),
                        fence))
            .toList();
  }

  /** What the ensemble says comes late, but in its order. */
  private void answerInOrder(Runnable call) {
    long soon = timeline.nanos() + (1 + random.nextInt(MOST_ANSWER_MILLIS)) * 1_000_000L;
    answersAt = Math.max(answersAt, soon);
    timeline.after(answersAt - timeline.nanos(), call);
  }

  List<SimulatedManager> all() {
    return all;
  }

  /** Those that believe to lead. */
  List<SimulatedManager> leaders() {
    return all.stream().filter(SimulatedManager::leads).toList();
  }

  void start() {
    all.forEach(this::start);
  }

  private void start(SimulatedManager manager) {
    if (manager.isAlive()) {
      return;
    }
    try {
      manager.start();
      started.accept(manager);
    } catch (IOException e) {
      // Its disk is full; whoever looks after it tries again.
      after(SESSION, () -> start(manager));
    }
  }

  /** Kills it; the ensemble takes it for alive until its session has passed. */
  boolean kill(SimulatedManager manager, Duration downFor) {
    after(SESSION, manager.kill());
    after(downFor, () -> start(manager));
    return true;
  }

  /** Stops it for a while; it goes on in the belief that nothing was. */
  boolean stop(SimulatedManager manager, Duration time) {
    manager.standStill();
    after(time, manager::goOn);
    if (manager.isOneOfSeveral() && time.compareTo(SESSION) > 0) {
      Duration believing = time.plusMillis(random.nextInt(MOST_BELIEF_MILLIS));
      after(SESSION, () -> ensemble.stall(manager.name()));
      after(believing, () -> ensemble.mend(manager.name()));
    }
    return true;
  }

  /** Lets another one be elected, if there is one, while this one hears nothing of it. */
  boolean part(SimulatedManager manager, Duration time) {
    if (manager.isOneOfSeveral()) {
      ensemble.stall(manager.name());
      after(time, () -> ensemble.mend(manager.name()));
    }
    return manager.isOneOfSeveral();
  }

  void fillDisk(SimulatedManager manager, Duration time) {
    manager.setDiskFull(true);
    after(time, () -> manager.setDiskFull(false));
  }

  /** Undoes everything that was done to them. */
  void heal() {
    for (SimulatedManager manager : all) {
      manager.setDiskFull(false);
      manager.goOn();
      ensemble.mend(manager.name());
      start(manager);
    }
  }

  private void after(Duration delay, Runnable action) {
    timeline.after(delay.toNanos(), action);
  }
}
