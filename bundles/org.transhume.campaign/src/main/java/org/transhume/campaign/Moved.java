// SPDX-License-Identifier: Apache-2.0
package org.transhume.campaign;

import java.util.List;
import java.util.Map;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.MigrationEvent;

/**
 * A migration that has ended.
 *
 * @param id its id
 * @param domain what was moved
 * @param source from where
 * @param target to where
 * @param outcome how it ended
 * @param events what the manager told of it, in its order
 * @param requestedBy who asked for it
 * @param offsetsBefore how far the clocks of source and target were ahead before, in milliseconds
 * @param offsetsAfter the same afterwards
 */
public record Moved(
    String id,
    String domain,
    String source,
    String target,
    MigrationPhase outcome,
    List<MigrationEvent> events,
    String requestedBy,
    Map<String, Long> offsetsBefore,
    Map<String, Long> offsetsAfter) {

  /** Copies the collections. */
  public Moved {
    events = List.copyOf(events);
    offsetsBefore = Map.copyOf(offsetsBefore);
    offsetsAfter = Map.copyOf(offsetsAfter);
  }

  /** Whether the domain runs at the target and nowhere else. */
  public boolean isDone() {
    return outcome == MigrationPhase.DONE;
  }

  /** When it was asked for. */
  public long startEpochMillis() {
    return events.get(0).atEpochMillis();
  }

  /** When it ended. */
  public long endEpochMillis() {
    return events.get(events.size() - 1).atEpochMillis();
  }

  /** From the request to the end. */
  public long durationMillis() {
    Long told = events.get(events.size() - 1).durationMillis();
    return told != null ? told : endEpochMillis() - startEpochMillis();
  }

  /** From suspend to unpause, as the hosts tell it; 0 when they do not. */
  public long downtimeMillis() {
    Long told = events.get(events.size() - 1).downtimeMillis();
    return told != null ? told : 0;
  }

  /** When it reached a phase; the end when it did not. */
  public long reachedEpochMillis(MigrationPhase phase) {
    return events.stream()
        .filter(event -> event.phase() == phase)
        .mapToLong(MigrationEvent::atEpochMillis)
        .findFirst()
        .orElse(endEpochMillis());
  }

  /** Why it ended so, in one line; empty when nothing was said. */
  public String reason() {
    List<String> reasons =
        events.get(events.size() - 1).reasons().stream().map(why -> why.text()).toList();
    return String.join("; ", reasons);
  }

  /** Whether one of its reasons has that code. */
  public boolean hasReason(String code) {
    return events.get(events.size() - 1).reasons().stream()
        .anyMatch(reason -> reason.code().equals(code));
  }
}
