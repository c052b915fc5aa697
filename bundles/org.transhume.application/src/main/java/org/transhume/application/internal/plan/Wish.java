// SPDX-License-Identifier: Apache-2.0
package org.transhume.application.internal.plan;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.transhume.application.internal.descriptor.Component;
import org.transhume.application.internal.descriptor.Descriptor;
import org.transhume.application.internal.descriptor.Replica;

/**
 * All that is kept of an application. What became of it is seen, and stands nowhere else.
 *
 * @param descriptor what describes it
 * @param by who wanted that
 * @param atEpochMillis when
 * @param leaving whether it is to be taken down
 * @param numbers how many replicas are wanted, by component
 * @param departures replicas that were given up on a host
 */
public record Wish(
    Descriptor descriptor,
    String by,
    long atEpochMillis,
    boolean leaving,
    Map<String, Integer> numbers,
    Map<Replica, Departure> departures) {

  /** Requires every component; keeps the numbers within what the descriptor allows. */
  public Wish {
    Objects.requireNonNull(descriptor, "descriptor");
    Objects.requireNonNull(by, "by");
    Map<String, Integer> within = new TreeMap<>();
    for (Component component : descriptor.components()) {
      int number = numbers.getOrDefault(component.name(), component.minimum());
      within.put(
          component.name(), Math.max(component.minimum(), Math.min(component.maximum(), number)));
    }
    numbers = Collections.unmodifiableMap(within);
    departures = Map.copyOf(departures);
  }

  /** A new one. */
  public static Wish of(Descriptor descriptor, String by, long nowMillis) {
    return new Wish(descriptor, by, nowMillis, false, Map.of(), Map.of());
  }

  /** The application's name. */
  public String application() {
    return descriptor.application();
  }

  /** How many replicas of a component are to be there. */
  public int wanted(Component component) {
    return leaving ? 0 : numbers.getOrDefault(component.name(), 0);
  }

  /** The same application by another descriptor. */
  public Wish with(Descriptor next, String wantedBy, long nowMillis) {
    return new Wish(next, wantedBy, nowMillis, false, numbers, departures);
  }

  /** The same with so many replicas of a component. */
  public Wish scaled(String component, int replicas) {
    Map<String, Integer> next = new HashMap<>(numbers);
    next.put(component, replicas);
    return new Wish(descriptor, by, atEpochMillis, leaving, next, departures);
  }

  /** The same, to be taken down. */
  public Wish departing() {
    return new Wish(descriptor, by, atEpochMillis, true, numbers, departures);
  }

  /** The same with a replica given up on a host. */
  public Wish without(Replica replica, String host, long nowMillis) {
    Map<Replica, Departure> next = new HashMap<>(departures);
    next.put(
        replica,
        departures.getOrDefault(replica, new Departure(host, 0, nowMillis)).next(host, nowMillis));
    return new Wish(descriptor, by, atEpochMillis, leaving, numbers, next);
  }
}
