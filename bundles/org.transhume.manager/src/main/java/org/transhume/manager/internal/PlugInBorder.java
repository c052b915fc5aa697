// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  /** The call in which a plug-in is, also one that it did not answer in time. */
  private final Map<Object, Call<?>> inside = new HashMap<>();

  PlugInBorder(Loop loop, Executor workers, long limitMillis) {
    this.loop = loop;
    this.workers = workers;
    this.limitMillis = limitMillis;
  }

  /** Whether that plug-in may still answer its last call in time. */
  boolean awaits(Object plugIn) {
    return inside.containsKey(plugIn) && !inside.get(plugIn).answered;
  }

  /** Whether that plug-in has not come back from its last call though its time has passed. */
  boolean hangs(Object plugIn) {
    return inside.containsKey(plugIn) && inside.get(plugIn).answered;
  }

  /**
   * Does something as soon as nobody awaits an answer of that plug-in: at once, or when its call
   * has ended, in whatever way.
   */
  void whenBack(Object plugIn, Runnable then) {
    if (awaits(plugIn)) {
      inside.get(plugIn).afterwards.add(then);
    } else {
      then.run();
    }
  }

  /**
   * Calls a plug-in.
   *
   * @param whenDone gets what it returned
   * @param whenFailed gets why there is nothing; exactly one of the two is called, on the loop
   */
  <T> void call(
      Object plugIn, Callable<T> body, Consumer<T> whenDone, Consumer<String> whenFailed) {
    if (inside.containsKey(plugIn)) {
      whenFailed.accept("it has not come back from an earlier call");
      return;
    }
    Call<T> call = new Call<>(plugIn, whenDone, whenFailed);
    FutureTask<Void> task = new FutureTask<>(() -> call.run(body), null);
    inside.put(plugIn, call);
    try {
      workers.execute(task);
    } catch (RejectedExecutionException e) {
      inside.remove(plugIn);
      whenFailed.accept("all workers are held by plug-ins that hang");
      return;
    }
    call.timer =
        loop.schedule(
            limitMillis,
            () -> {
              task.cancel(true);
              call.answer(
                  () -> whenFailed.accept("it did not answer within " + limitMillis + " ms"));
            });
  }

  private final class Call<T> {
    private final Object plugIn;
    private final Consumer<T> whenDone;
    private final Consumer<String> whenFailed;
    private final List<Runnable> afterwards = new ArrayList<>();
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
        loop.execute(() -> back(() -> whenDone.accept(result)));
      } catch (Throwable e) { // plug-in border: a broken plug-in must not harm the manager
        loop.execute(() -> back(() -> whenFailed.accept("it threw " + e)));
      }
    }

    /** Whoever is told may call the plug-in again: it is out by then. */
    private void back(Runnable tell) {
      inside.remove(plugIn);
      answer(tell);
    }

    void answer(Runnable tell) {
      if (!answered) {
        answered = true;
        timer.cancel();
        tell.run();
        afterwards.forEach(Runnable::run);
      }
    }
  }
}
