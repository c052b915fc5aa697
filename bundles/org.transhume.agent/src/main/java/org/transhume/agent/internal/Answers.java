// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.StepResult;

/** Waits, on a JMX thread and for a bounded time, for what a loop decides. */
public final class Answers {

  private Answers() {}

  /**
   * Waits for the answer to an order. One that does not come in time is an answer too: the order
   * may be given again, and then gets what it has led to meanwhile.
   *
   * @param phase where the migration stands, should no answer come
   */
  public static StepResult await(
      CompletableFuture<StepResult> answer, long millis, Supplier<MigrationPhase> phase) {
    try {
      return answer.get(millis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return StepResult.refused(
          phase.get(),
          List.of(
              Explanation.of("NO_ANSWER_YET", "not decided within " + millis + " ms; ask again")));
    } catch (ExecutionException e) {
      throw unwrapped(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the agent decided", e);
    }
  }

  /** Waits for a value; what a client receives is an exception of the JDK. */
  public static <T> T await(CompletableFuture<T> value, long millis) {
    try {
      return value.get(millis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException("the agent did not answer within " + millis + " ms", e);
    } catch (ExecutionException e) {
      throw unwrapped(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the agent decided", e);
    }
  }

  private static RuntimeException unwrapped(ExecutionException e) {
    return e.getCause() instanceof IllegalStateException known
        ? known
        : new IllegalStateException("the agent failed: " + e.getCause());
  }
}
