// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.migration;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.agent.internal.AgentContext;
import org.transhume.agent.internal.GuestAddress;
import org.transhume.api.mx.MigrationOrder;
import org.transhume.api.mx.StepResult;

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

  /** Passes on the same answer, with what came of the question; at once where none is to ask. */
  void ask(MigrationOrder order, StepResult result, Consumer<StepResult> then) {
    GuestAddress address = context.settings().get().answers().get(order.domain());
    if (address == null) {
      then.accept(result);
    } else {
      context.execution().workers().execute(() -> then.accept(asked(order, address, result)));
    }
  }

  private StepResult asked(MigrationOrder order, GuestAddress address, StepResult result) {
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
        return attaching(result, StepResult.ANSWERED_MILLIS, Long.toString(millis));
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
    return attaching(result, StepResult.REMARK + "GUEST_UNREACHABLE", text);
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

  private static StepResult attaching(StepResult result, String name, String value) {
    Map<String, String> attachments = new HashMap<>(result.attachments());
    attachments.put(name, value);
    return new StepResult(
        result.accepted(), result.phase(), result.reasons(), result.ticket(), attachments);
  }
}
