// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Where people's questions wait for the loop. Blocks the caller for a bounded time. */
final class Desk {

  private static final long ANSWER_MILLIS = 10_000;
  private static final long DEED_MILLIS = 90_000;

  private final Loop loop;

  Desk(Loop loop) {
    this.loop = loop;
  }

  /** Asks on the loop; what it throws is thrown here. */
  <T> T ask(Supplier<T> question) {
    return await(
        CompletableFuture.supplyAsync(question, loop), ANSWER_MILLIS, "the manager is overloaded");
  }

  /** Does something on the loop that has no answer; what it throws is thrown here. */
  void tell(Runnable deed) {
    await(CompletableFuture.runAsync(deed, loop), ANSWER_MILLIS, "the manager is overloaded");
  }

  /** Does something that takes longer than the loop has time. */
  <T> T await(Supplier<CompletionStage<T>> deed) {
    CompletableFuture<T> done =
        CompletableFuture.supplyAsync(deed, loop).thenCompose(stage -> stage);
    return await(done, DEED_MILLIS, "the agent did not answer");
  }

  private static <T> T await(CompletableFuture<T> future, long millis, String otherwise) {
    try {
      return future.get(millis, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IllegalArgumentException argument) {
        throw argument;
      }
      throw new IllegalStateException(String.valueOf(e.getCause().getMessage()), e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException(otherwise + " within " + millis + " ms", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
