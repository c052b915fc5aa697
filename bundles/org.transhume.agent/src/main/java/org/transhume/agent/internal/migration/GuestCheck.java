// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.migration;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.agent.internal.AgentContext;
import org.transhume.agent.internal.GuestAddress;
import org.transhume.api.model.Explanation;
import org.transhume.api.mx.MigrationOrder;

/**
 * Asks a domain that has arrived whether it answers on the network, where an operator has said how.
 * One that does not is told of with the success, which it does not change: it can never go back.
 */
final class GuestCheck {

  private static final Logger LOG = LoggerFactory.getLogger(GuestCheck.class);
  private static final long PATIENCE_MILLIS = 5_000;
  private static final int TRY_MILLIS = 1_000;
  private static final long PAUSE_MILLIS = 200;

  private final AgentContext context;

  GuestCheck(AgentContext context) {
    this.context = context;
  }

  /**
   * What came of the question.
   *
   * @param answeredMillis after how long it answered; empty when it did not, or was not asked
   * @param problem what to look after
   */
  record Found(Optional<Long> answeredMillis, Optional<Explanation> problem) {

    static final Found NOTHING = new Found(Optional.empty(), Optional.empty());
  }

  /** Asks where one is to be asked; else it is found at once that there is nothing to say. */
  CompletableFuture<Found> ask(MigrationOrder order) {
    GuestAddress address = context.settings().get().guests().answers().get(order.domain());
    if (address == null) {
      return CompletableFuture.completedFuture(Found.NOTHING);
    }
    CompletableFuture<Found> found = new CompletableFuture<>();
    context.execution().workers().execute(() -> found.complete(asked(order, address)));
    return found;
  }

  private Found asked(MigrationOrder order, GuestAddress address) {
    long began = context.nanoTime().getAsLong();
    String problem = "";
    while (true) {
      try {
        address.ask(TRY_MILLIS);
        long millis = TimeUnit.NANOSECONDS.toMillis(context.nanoTime().getAsLong() - began);
        LOG.info(
            "migration {}: {} answers at {} after {} ms",
            order.migrationId(),
            order.domain(),
            address,
            millis);
        return new Found(Optional.of(millis), Optional.empty());
      } catch (IOException e) {
        problem = e.getMessage();
      }
      long passed = TimeUnit.NANOSECONDS.toMillis(context.nanoTime().getAsLong() - began);
      if (passed >= PATIENCE_MILLIS || !pause()) {
        break;
      }
    }
    String text =
        order.domain()
            + " runs on "
            + context.host()
            + " and does not answer at "
            + address
            + " within "
            + PATIENCE_MILLIS
            + " ms ("
            + problem
            + "): look at its console";
    LOG.warn("migration {}: {}", order.migrationId(), text);
    return new Found(Optional.empty(), Optional.of(Explanation.of("GUEST_UNREACHABLE", text)));
  }

  private static boolean pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
