// SPDX-License-Identifier: Apache-2.0
package org.transhume.coordination.zookeeper.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.zookeeper.KeeperException;

/** Answers of the ensemble to questions of which all are asked before the first is waited for. */
final class Answers {

  private static final long ANSWER_SECONDS = 10;

  private Answers() {}

  /** Gives an answer, or the failure that a code stands for. */
  static <T> void settle(CompletableFuture<T> answer, int code, String path, T value) {
    if (code == KeeperException.Code.OK.intValue()) {
      answer.complete(value);
    } else {
      answer.completeExceptionally(KeeperException.create(KeeperException.Code.get(code), path));
    }
  }

  /** All answers, in the order of the questions. */
  static <T> List<T> await(List<CompletableFuture<T>> asked)
      throws IOException, InterruptedException {
    List<T> answers = new ArrayList<>(asked.size());
    try {
      for (CompletableFuture<T> one : asked) {
        answers.add(one.get(ANSWER_SECONDS, TimeUnit.SECONDS));
      }
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("no answer within " + ANSWER_SECONDS + " s", e);
    }
    return answers;
  }
}
