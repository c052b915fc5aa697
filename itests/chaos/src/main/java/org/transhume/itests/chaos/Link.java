// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests.chaos;

import java.util.Random;
import org.transhume.hypervisor.sim.internal.Timeline;

/** The way of JMX between one manager and one agent, and what goes wrong with it. */
final class Link {

  private static final long LEAST_NANOS = 500_000;
  private static final int MOST_MORE_NANOS = 20_000_000;

  private final Timeline timeline;
  private final Random random;
  private boolean deafTowardsAgent;
  private boolean deafTowardsManager;
  private double doubled;
  private double lost;

  Link(Timeline timeline, Random random) {
    this.timeline = timeline;
    this.random = random;
  }

  /** Loses everything in those directions, or nothing. */
  void cut(boolean towardsAgent, boolean towardsManager) {
    deafTowardsAgent = towardsAgent;
    deafTowardsManager = towardsManager;
  }

  /** With which probability a message comes twice, or not at all. */
  void disturb(double twice, double never) {
    doubled = twice;
    lost = never;
  }

  /** Everything arrives, once. */
  void heal() {
    cut(false, false);
    disturb(0, 0);
  }

  boolean isCut() {
    return deafTowardsAgent || deafTowardsManager;
  }

  void toAgent(Runnable message) {
    carry(deafTowardsAgent, message);
  }

  void toManager(Runnable message) {
    carry(deafTowardsManager, message);
  }

  private void carry(boolean deaf, Runnable message) {
    if (deaf || random.nextDouble() < lost) {
      return;
    }
    deliver(message);
    if (random.nextDouble() < doubled) {
      deliver(message);
    }
  }

  private void deliver(Runnable message) {
    timeline.after(LEAST_NANOS + random.nextInt(MOST_MORE_NANOS), message);
  }
}
