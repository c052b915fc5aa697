// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * The border to policies and fences, which are plug-ins: whatever they throw becomes a failed call,
 * and one that hangs holds a worker and nothing else. One that has not come back from its last call
 * is not called again. Belongs to the loop; the calls themselves run on workers.
 */
final class PlugInBorder {

  private final Loop loop;
  private final Executor workers;
  private final long limitMillis;
  private final Set<Object> inside = new HashSet<>();
  private final Set<Object> awaited = new HashSet<>();

  PlugInBorder(Loop loop, Executor workers, long limitMillis) {
    this.loop = loop;
    this.workers = workers;
    this.limitMillis = limitMillis;
  }

  /** Whether that plug-in may still answer its last call in time. */
  boolean awaits(Object plugIn) {
    return awaited.contains(plugIn);
  }

  /**
   * Calls a plug-in.
   *
   * @param whenDone gets what it returned
   * @param whenFailed gets why there is nothing; exactly one of the two is called, on the loop
   */
  <T> void call(
      Object plugIn, Callable<T> body, Consumer<T> whenDone, Consumer<String> whenFailed) {
    if (!inside.add(plugIn)) {
      whenFailed.accept("it has not come back from an earlier call");
      return;
    }
    Call<T> call = new Call<>(plugIn, whenDone, whenFailed);
    FutureTask<Void> task = new FutureTask<>(() -> call.run(body), null);
    awaited.add(plugIn);
    try {
      workers.execute(task);
    } catch (RejectedExecutionException e) {
      inside.remove(plugIn);
      awaited.remove(plugIn);
      whenFailed.accept("all workers are held by plug-ins that hang");
      return;
    }
    call.timer =
        loop.schedule(
            limitMillis,
            () -> {
              task.cancel(true);
              call.fail("it did not answer within " + limitMillis + " ms");
            });
  }

  private final class Call<T> {
    private final Object plugIn;
    private final Consumer<T> whenDone;
    private final Consumer<String> whenFailed;
    private Loop.Timer timer = () -> {};
    private boolean answered;

    Call(Object plugIn, Consumer<T> whenDone, Consumer<String> whenFailed) {
      this.plugIn = plugIn;
      this.whenDone = whenDone;
      this.whenFailed = whenFailed;
    }

    @SuppressWarnings("PMD.AvoidCatchingThrowable")
    void run(Callable<T> body) {
      try {
        T result = body.call();
        loop.execute(() -> done(result));
      } catch (Throwable e) { // plug-in border: a broken plug-in must not harm the manager
        loop.execute(() -> fail("it threw " + e));
      } finally {
        loop.execute(() -> inside.remove(plugIn));
      }
    }

    void done(T result) {
      inside.remove(plugIn);
      if (!answered) {
        answered = true;
        awaited.remove(plugIn);
        timer.cancel();
        whenDone.accept(result);
      }
    }

    void fail(String why) {
      if (!answered) {
        answered = true;
        awaited.remove(plugIn);
        timer.cancel();
        whenFailed.accept(why);
      }
    }
  }
}
