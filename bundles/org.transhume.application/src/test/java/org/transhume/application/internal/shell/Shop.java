// SPDX-License-Identifier: Apache-2.0
package org.transhume.application.internal.shell;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.transhume.journal.SimulatedFolder;

/** A steward with a simulated cluster and a shop to look after. */
final class Shop {

  static final String DESCRIPTOR =
      """
      application = shop
      order = clerk, front
      template.small.memory = 64
      component.clerk.template = small
      component.clerk.wrapper = clerk
      component.clerk.minimum = 2
      component.clerk.maximum = 4
      component.clerk.spread = hosts soft
      component.front.template = small
      component.front.wrapper = front
      component.front.binding.clerks = clerk
      component.front.binding.clerks.each = {domain}
      """;

  static final String FRONT = "shop-front-1";
  static final String CLERK = "shop-clerk-1";
  static final String OTHER_CLERK = "shop-clerk-2";

  private static final long ROUND_MILLIS = 1_000;
  private static final long LATER_MILLIS = 9_000;

  /** From then on what is left waits for a long pause to pass. */
  private static final int ROUNDS_IN_HASTE = 200;

  private static final int MOST_ROUNDS = 1_000;

  final SimulatedCluster cluster = new SimulatedCluster("a-204-02", "a-204-03", "a-204-04");
  boolean several;
  SimulatedFolder folder = new SimulatedFolder();
  Steward steward;

  Shop() {
    restart();
  }

  /** The manager's process dies and begins anew with what is on its disk. */
  void restart() {
    folder = folder.afterKill();
    try {
      steward =
          new Steward(
              new Steward.Surroundings(
                  cluster, Runnable::run, () -> cluster.now, () -> several, () -> {}),
              WishStore.open(folder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void deploy() {
    steward.deploy("shop.cfg", DESCRIPTOR, "olga");
  }

  /** One look, and what comes of it. */
  boolean round() {
    cluster.now += ROUND_MILLIS;
    return steward.round();
  }

  /** Until nothing is left to do. */
  Shop settle() {
    for (int round = 0; round < MOST_ROUNDS; round++) {
      if (!round() && isQuiet()) {
        return this;
      }
      if (round > ROUNDS_IN_HASTE) {
        cluster.now += LATER_MILLIS;
      }
    }
    throw new AssertionError("it does not settle: " + steward.situations());
  }

  /** No plan is left, and nothing waits for the time to pass. */
  private boolean isQuiet() {
    return steward.situations().values().stream()
        .allMatch(
            one ->
                one.plan().steps().isEmpty()
                    && one.plan().troubled().isEmpty()
                    && one.plan().replicas().stream()
                        .allMatch(replica -> replica.reasons().isEmpty()));
  }
}
