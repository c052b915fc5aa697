// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.watch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.agent.internal.AgentContext;
import org.transhume.api.model.CopyKind;
import org.transhume.api.model.ThresholdLevel;
import org.transhume.api.model.ThresholdState;
import org.transhume.api.mx.ProbeEvent;
import org.transhume.spi.hypervisor.HostObservation;
import org.transhume.spi.probe.Probe;
import org.transhume.spi.probe.ProbeInput;
import org.transhume.spi.probe.ProbeResult;
import org.transhume.spi.probe.Reading;
import org.transhume.spi.probe.Subject;

/**
 * One probe at work on one host: calls it on a worker, never twice at once, gives up waiting after
 * its period, and turns its readings into crossed thresholds. Belongs to the loop.
 */
final class ProbeSlot {

  private static final Logger LOG = LoggerFactory.getLogger(ProbeSlot.class);
  private static final String OK = "OK";
  private static final String CONTROL_DOMAIN = "Domain-0";

  /**
   * What a probe's MBean shows.
   *
   * @param health {@code OK} or what went wrong
   * @param readings the last values by name
   * @param measuredAtEpochMillis when they were measured; null before the first measurement
   */
  record Shown(String health, Map<String, Double> readings, Long measuredAtEpochMillis) {}

  /** Takes what a finished measurement led to. */
  @FunctionalInterface
  interface Finished {
    void with(List<ProbeEvent> events);
  }

  private final ProbeDefinition definition;
  private final AgentContext context;
  private final Map<String, ThresholdWatch> watches = new HashMap<>();
  private final Map<String, Double> watchedValues = new TreeMap<>();
  private volatile Shown shown = new Shown("not measured yet", Map.of(), null);
  private volatile ProbeParameters parameters;
  private long measurement;
  private boolean occupied;
  private boolean hanging;
  private long dueNanos;
  private boolean failing;

  ProbeSlot(ProbeDefinition definition, ProbeParameters parameters, AgentContext context) {
    this.definition = definition;
    this.parameters = parameters;
    this.context = context;
    this.dueNanos = context.nanoTime().getAsLong();
  }

  ProbeDefinition definition() {
    return definition;
  }

  ProbeParameters parameters() {
    return parameters;
  }

  void use(ProbeParameters changed) {
    parameters = changed;
  }

  Shown shown() {
    return shown;
  }

  /** Whether it is time for a measurement; half a look early is better than half a look late. */
  boolean due(long toleranceNanos) {
    return context.nanoTime().getAsLong() - dueNanos + toleranceNanos >= 0;
  }

  /** Begins a measurement; {@code finished} is called on the loop, exactly once. */
  void measure(ProbeInput input, Finished finished) {
    long at = input.observation().takenAt().toEpochMilli();
    dueNanos = context.nanoTime().getAsLong() + parameters.periodMillis() * 1_000_000;
    if (occupied) {
      // Within its patience it is only slow.
      finished.with(
          hanging ? failed("still hangs in a measurement; no other is begun", at) : List.of());
      return;
    }
    occupied = true;
    measurement++;
    long mine = measurement;
    Future<?> call =
        context
            .execution()
            .begin(
                () -> {
                  ProbeResult result = call(definition.probe(), input);
                  context.loop().execute(() -> arrived(mine, result, input, finished));
                });
    long patience = parameters.periodMillis();
    context.later(patience, () -> overdue(mine, call, patience, at, finished));
  }

  /** The border to the plug-in: whatever it throws is a failed reading. */
  private ProbeResult call(Probe probe, ProbeInput input) {
    try {
      ProbeResult result = probe.measure(input);
      return result == null ? ProbeResult.failed("returned nothing") : result;
    } catch (Throwable e) {
      LOG.debug("{}: probe {} threw", context.host(), definition.name(), e);
      return ProbeResult.failed("threw " + e);
    }
  }

  private void arrived(long which, ProbeResult result, ProbeInput input, Finished finished) {
    occupied = false;
    hanging = false;
    if (which != measurement) {
      return;
    }
    measurement++;
    finished.with(take(result, input.observation()));
  }

  private void overdue(
      long which, Future<?> call, long patience, long atEpochMillis, Finished finished) {
    if (which != measurement) {
      return;
    }
    measurement++;
    hanging = true;
    call.cancel(true);
    finished.with(failed("did not answer within " + patience + " ms", atEpochMillis));
  }

  private List<ProbeEvent> take(ProbeResult result, HostObservation look) {
    long at = look.takenAt().toEpochMilli();
    if (result instanceof ProbeResult.Failed failure) {
      return failed(failure.reason(), at);
    }
    List<Reading> readings = ((ProbeResult.Measured) result).readings();
    Optional<String> nonsense = nonsense(readings, look);
    return nonsense.isPresent() ? failed(nonsense.get(), at) : measured(readings, at);
  }

  private static Optional<String> nonsense(List<Reading> readings, HostObservation look) {
    Set<String> domains =
        look.domains().stream()
            .filter(copy -> copy.copyKind() == CopyKind.ORDINARY)
            .map(copy -> copy.identity().name())
            .collect(Collectors.toSet());
    Set<Subject> seen = new HashSet<>();
    for (Reading reading : readings) {
      Subject subject = reading.subject();
      boolean known =
          subject.kind() == Subject.Kind.DOMAIN
              ? domains.contains(subject.name())
              : subject.name().equals(look.host());
      if (!known) {
        return Optional.of("gave a reading for " + subject + ", which is not here");
      }
      if (!seen.add(subject)) {
        return Optional.of("gave two readings for " + subject);
      }
    }
    return Optional.empty();
  }

  private List<ProbeEvent> measured(List<Reading> readings, long at) {
    if (failing) {
      LOG.info("{}: probe {} measures again", context.host(), definition.name());
    }
    failing = false;
    Map<String, Double> values = new TreeMap<>();
    watchedValues.clear();
    List<ProbeEvent> events = new ArrayList<>();
    for (Reading reading : readings) {
      Subject subject = reading.subject();
      boolean control = subject.kind() == Subject.Kind.CONTROL_DOMAIN;
      values.put(control ? CONTROL_DOMAIN : subject.name(), reading.value());
      if (subject.kind() == definition.watches()) {
        watchedValues.put(subject.name(), reading.value());
        watch(subject.name(), reading.value(), at).ifPresent(events::add);
      }
    }
    watches.keySet().retainAll(watchedValues.keySet());
    shown = new Shown(OK, Map.copyOf(values), at);
    return events;
  }

  private Optional<ProbeEvent> watch(String subject, double value, long at) {
    ThresholdWatch before = watches.getOrDefault(subject, ThresholdWatch.FRESH);
    ThresholdWatch after = before.reading(value, at, parameters);
    watches.put(subject, after);
    boolean high = after.level() == ThresholdLevel.HIGH;
    boolean firstReading = before.level() == ThresholdLevel.UNKNOWN && !high;
    if (before.level() == after.level() || firstReading) {
      return Optional.empty();
    }
    double threshold = high ? parameters.highThreshold() : parameters.lowThreshold();
    return Optional.of(
        event(subject, after.level(), value, threshold, after.sinceEpochMillis(), at, ""));
  }

  private List<ProbeEvent> failed(String reason, long at) {
    shown = new Shown(reason, shown.readings(), shown.measuredAtEpochMillis());
    watches.replaceAll((subject, watch) -> watch.failed(at));
    watchedValues.clear();
    if (failing) {
      return List.of();
    }
    failing = true;
    LOG.warn("{}: probe {} {}", context.host(), definition.name(), reason);
    return List.of(event(context.host(), ThresholdLevel.FAILED, null, null, at, at, reason));
  }

  private ProbeEvent event(
      String subject,
      ThresholdLevel level,
      Double value,
      Double threshold,
      long since,
      long at,
      String detail) {
    Subject.Kind kind = level == ThresholdLevel.FAILED ? Subject.Kind.HOST : definition.watches();
    return new ProbeEvent(
        context.startedAtEpochMillis(),
        context.host(),
        definition.name(),
        kind.name(),
        subject,
        level,
        value,
        threshold,
        since,
        at,
        detail);
  }

  /** How the probe stands: its subject's state, or that of the highest of its subjects. */
  ThresholdState state() {
    Optional<String> highest =
        watchedValues.keySet().stream()
            .max((a, b) -> Double.compare(watchedValues.get(a), watchedValues.get(b)));
    ThresholdWatch watch = highest.map(watches::get).orElse(ThresholdWatch.FRESH);
    Optional<ThresholdWatch> high =
        watches.values().stream().filter(w -> w.level() == ThresholdLevel.HIGH).findFirst();
    ThresholdWatch told = high.orElse(watch);
    return new ThresholdState(
        definition.name(),
        failing ? ThresholdLevel.FAILED : told.level(),
        told.sinceEpochMillis(),
        highest.map(watchedValues::get).orElse(null),
        parameters.highThreshold(),
        parameters.lowThreshold());
  }

  /** The last value for that domain, while the probe works. */
  Optional<Double> readingOf(String domain) {
    return definition.watches() == Subject.Kind.DOMAIN
        ? Optional.ofNullable(watchedValues.get(domain))
        : Optional.empty();
  }
}
