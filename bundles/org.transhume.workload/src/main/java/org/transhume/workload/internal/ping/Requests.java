// SPDX-License-Identifier: Apache-2.0
package org.transhume.workload.internal.ping;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Requests that wait for their answers, and what became of the others. */
final class Requests {

  private final long timeoutNanos;
  private final Map<Long, Long> waiting = new LinkedHashMap<>();
  private final Silence silence = new Silence();
  private long lastSentNanos;
  private long count;
  private long lost;

  Requests(long timeoutNanos) {
    this.timeoutNanos = timeoutNanos;
  }

  /** Sends none itself; gives the number of the one that is sent now. */
  long sent(long nowNanos) {
    if (count == 0) {
      silence.brokenAt(nowNanos);
    }
    count++;
    lastSentNanos = nowNanos;
    waiting.put(count, nowNanos);
    return count;
  }

  /** How long it took, in milliseconds; nothing for one that waits no more. */
  OptionalDouble answered(long number, long nowNanos) {
    Long sentNanos = waiting.get(number);
    if (sentNanos == null || nowNanos - sentNanos > timeoutNanos) {
      return OptionalDouble.empty();
    }
    waiting.remove(number);
    silence.brokenAt(nowNanos);
    return OptionalDouble.of((nowNanos - sentNanos) / 1e6);
  }

  /** Those that have waited too long; they are lost from now on. */
  List<Long> expired(long nowNanos) {
    List<Long> expired = new ArrayList<>();
    for (Map.Entry<Long, Long> request : waiting.entrySet()) {
      if (nowNanos - request.getValue() <= timeoutNanos) {
        break;
      }
      expired.add(request.getKey());
    }
    expired.forEach(waiting::remove);
    lost += expired.size();
    return expired;
  }

  boolean areWaiting() {
    return !waiting.isEmpty();
  }

  long lost() {
    return lost;
  }

  /** To be asked once, when no request waits any more. */
  double longestSilenceMillis() {
    silence.brokenAt(lastSentNanos);
    return silence.longestMillis();
  }
}
