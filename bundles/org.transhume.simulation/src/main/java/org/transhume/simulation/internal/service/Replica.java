// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal.service;

import org.transhume.simulation.internal.plant.HostType;
import org.transhume.simulation.internal.plant.Load;

/** One replica of a service, and the sessions that stick to it. */
final class Replica implements Load {

  /** From there on requests pile up, and it wants more than it gets; a manager guesses alike. */
  private static final double HELD_BACK = 0.9;

  private static final double HELD_BACK_WANTS = 1.25;

  private final String name;
  private final ServiceSettings settings;
  private final RequestQueue queue;
  private Phase phase = Phase.SERVING;
  private double phaseEnds;
  private double pausedUntil;
  private double processorShare = 1;
  private double sessions;
  private double share;

  /** What it is about. */
  enum Phase {
    /** It boots, and serves nobody yet. */
    BOOTING,
    /** It takes new sessions. */
    SERVING,
    /** It serves the sessions that it has, until they end or its time is over. */
    DRAINING,
    /** It is not there. */
    STOPPED
  }

  Replica(String name, ServiceSettings settings) {
    this.name = name;
    this.settings = settings;
    this.queue = new RequestQueue(settings.timeoutSeconds());
    this.share = settings.idleShare();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public double shareAt(double seconds) {
    return share;
  }

  Phase phase() {
    return phase;
  }

  RequestQueue queue() {
    return queue;
  }

  double sessions() {
    return sessions;
  }

  /**
   * The part of the time in which its virtual processor wants one of the host's. One that may not
   * use all of a processor wants it less often; one that the others hold back wants it again.
   *
   * @param processorMips speed of a processor there
   */
  double wanting(double processorMips) {
    double busy =
        switch (phase) {
          case BOOTING -> settings.bootShare();
          case STOPPED -> 0;
          default -> Math.min(1, queue.busy() + settings.idleShare());
        };
    return busy * Math.min(1, settings.replicaMips() / (processorMips * processorShare));
  }

  /**
   * Takes its share of the host's processors.
   *
   * @param processorMips speed of a processor there
   * @param others how much of the time each of the others wants one
   * @return million instructions a second that it gets while it has something to do
   */
  double speed(double processorMips, double[] others) {
    processorShare = Contention.share(others, HostType.PROCESSORS);
    return Math.min(settings.replicaMips(), processorMips * processorShare);
  }

  void boot(double now) {
    phase = Phase.BOOTING;
    phaseEnds = now + settings.bootSeconds();
    share = settings.bootShare();
  }

  /** It gets no new session, and stops when the last one has ended or the time is over. */
  void drain(double now) {
    if (phase == Phase.SERVING || phase == Phase.BOOTING) {
      phase = Phase.DRAINING;
      phaseEnds = now + settings.drainSeconds();
    }
  }

  boolean isToStop(double now) {
    return phase == Phase.DRAINING && (now >= phaseEnds || sessions < 0.01);
  }

  /**
   * It stops at once.
   *
   * @return the sessions that are lost
   */
  double stop() {
    double lost = sessions;
    sessions = 0;
    queue.clear();
    phase = Phase.STOPPED;
    share = 0;
    return lost;
  }

  /** It has arrived at another host, where it goes on after its downtime. */
  void moved(double now) {
    pausedUntil = now + settings.downtimeSeconds();
  }

  /** Some of its sessions end by themselves. */
  double end(double seconds) {
    double ended = sessions * -Math.expm1(-seconds / settings.sessionSeconds());
    sessions -= ended;
    return ended;
  }

  void begin(double more) {
    sessions += more;
  }

  /**
   * Works.
   *
   * @param speed million instructions a second that it can have
   */
  void work(double from, double seconds, double speed) {
    if (phase == Phase.BOOTING && from >= phaseEnds) {
      phase = Phase.SERVING;
    }
    if (phase == Phase.BOOTING || phase == Phase.STOPPED) {
      return;
    }
    queue.pass(
        seconds,
        sessions / settings.secondsBetweenRequests(),
        speed / settings.requestCost(),
        from < pausedUntil);
    double used = queue.answeredLately() / seconds * settings.requestCost();
    double wanted = used * (queue.busy() > HELD_BACK ? HELD_BACK_WANTS : 1);
    share = Math.min(1, settings.idleShare() + wanted / settings.replicaMips());
  }

  /** When what it does changes by itself next. */
  double nextChange(double from) {
    return from < pausedUntil ? pausedUntil : Double.MAX_VALUE;
  }
}
