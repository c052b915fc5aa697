// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal.service;

/**
 * The requests that one replica works on, all at once and in equal shares, as a mean number that
 * changes with time: the pointwise stationary fluid flow approximation of Wang, Tipper and Banerjee
 * (INFOCOM 1996) for the queue M/M/1, whose mean number is that of M/M/1 with processor sharing as
 * well. Where {@code x} requests are there, they leave at {@code rate * x / (1 + x)}; that is the
 * stationary queue where nothing changes, and the backlog of a fluid where more comes than can go.
 *
 * <p>Each piece of time is solved backwards (implicit Euler), for which there is a formula: it is
 * never unstable, never below zero, ends where the stationary queue is, and loses no request.
 */
final class RequestQueue {

  private final double timeoutSeconds;
  private double inSystem;
  private double paused;
  private double unpaidSeconds;
  private double arrived;
  private double answered;
  private double lost;
  private double answeredLately;
  private double responseLately;

  RequestQueue(double timeoutSeconds) {
    this.timeoutSeconds = timeoutSeconds;
  }

  /**
   * Lets time pass.
   *
   * @param seconds how much
   * @param arrivals requests a second that come
   * @param rate requests a second that it can answer when nothing else keeps it from that
   * @param isPaused whether it does nothing meanwhile
   */
  void pass(double seconds, double arrivals, double rate, boolean isPaused) {
    double before = inSystem;
    double coming = arrivals * seconds;
    double work = isPaused ? 0 : rate * seconds;
    double b = 1 - before - coming + work;
    double c = before + coming;
    double after = isPaused ? c : (-b + Math.sqrt(b * b + 4 * c)) / 2;
    answeredLately = isPaused ? 0 : Math.max(0, c - after);
    paused = isPaused ? paused + seconds : 0;
    double most = Math.max(0, rate * timeoutSeconds - 1);
    if (paused > timeoutSeconds) {
      most = Math.min(most, arrivals * timeoutSeconds);
    }
    inSystem = Math.min(after, most);
    lost += after - inSystem;
    arrived += coming;
    answered += answeredLately;
    unpaidSeconds += (before + inSystem) / 2 * seconds;
    responseLately = answeredLately > 0 ? unpaidSeconds / answeredLately : 0;
    unpaidSeconds = answeredLately > 0 ? 0 : unpaidSeconds;
  }

  /** Everything in it is lost. */
  void clear() {
    lost += inSystem;
    inSystem = 0;
    paused = 0;
    unpaidSeconds = 0;
    answeredLately = 0;
  }

  /** The part of the time in which there is anything to do. */
  double busy() {
    return inSystem / (1 + inSystem);
  }

  /** Requests that are worked on. */
  double inSystem() {
    return inSystem;
  }

  /** Requests that have come. */
  double arrived() {
    return arrived;
  }

  /** Requests that were answered. */
  double answered() {
    return answered;
  }

  /** Requests whose users gave up, or that were there when it stopped. */
  double lost() {
    return lost;
  }

  /** Requests that were answered in the last piece of time. */
  double answeredLately() {
    return answeredLately;
  }

  /** How long these were there on average, by Little's law, in seconds. */
  double responseLately() {
    return responseLately;
  }
}
