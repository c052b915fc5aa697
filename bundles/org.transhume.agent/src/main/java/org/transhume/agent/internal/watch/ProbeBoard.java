// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.watch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.agent.internal.AgentContext;
import org.transhume.agent.internal.Emitter;
import org.transhume.agent.internal.MBeans;
import org.transhume.api.model.ThresholdLevel;
import org.transhume.api.model.ThresholdState;
import org.transhume.api.mx.NotificationTypes;
import org.transhume.api.mx.ObjectNames;
import org.transhume.api.mx.ProbeEvent;
import org.transhume.api.mx.ProbeMXBean;
import org.transhume.spi.probe.ProbeInput;

/**
 * The probes of one host. They come and go; what an operator has set on one stays for whatever
 * version of it serves. Belongs to the loop, but for what MBeans read.
 */
public final class ProbeBoard {

  private static final Logger LOG = LoggerFactory.getLogger(ProbeBoard.class);

  private final AgentContext context;
  private final Emitter emitter;
  private final MBeans mbeans;
  private final Choices durable;
  private final Map<String, ProbeSlot> slots = new TreeMap<>();
  private final Map<String, ProbeParameters> choices = new ConcurrentHashMap<>();
  private final List<ProbeEvent> unsent = new ArrayList<>();
  private volatile List<String> names = List.of();
  private volatile ProbeInput newest;
  private boolean sampleIsDue;

  /** Where an operator's choices outlive the process. */
  @FunctionalInterface
  public interface Choices {
    /**
     * Keeps a choice; it is durable when this returns.
     *
     * @throws IllegalStateException when it cannot be kept
     */
    void keep(String probe, ProbeParameters chosen);
  }

  /** A board without probes. */
  public ProbeBoard(AgentContext context, Emitter emitter, MBeans mbeans, Choices durable) {
    this.context = context;
    this.emitter = emitter;
    this.mbeans = mbeans;
    this.durable = durable;
  }

  /** What operators chose in earlier lives of this agent; before any probe serves. */
  public void restore(Map<String, ProbeParameters> kept) {
    choices.putAll(kept);
  }

  /** Names of the probes that serve; may be called from everywhere. */
  public List<String> names() {
    return names;
  }

  /** From now on these serve, and no others. */
  public void serve(Map<String, ProbeDefinition> definitions) {
    names = definitions.keySet().stream().sorted().toList();
    Set.copyOf(slots.keySet()).stream()
        .filter(name -> !slots.get(name).definition().equals(definitions.get(name)))
        .forEach(this::remove);
    definitions.forEach(
        (name, definition) -> {
          if (!slots.containsKey(name)) {
            add(definition);
          }
        });
  }

  private void add(ProbeDefinition definition) {
    ProbeSlot slot =
        new ProbeSlot(
            definition, choices.getOrDefault(definition.name(), definition.defaults()), context);
    slots.put(definition.name(), slot);
    mbeans.register(
        ObjectNames.probe(context.host(), definition.name()),
        new ProbeBean(context.host(), slot, this),
        ProbeMXBean.class);
    LOG.info("{}: probe {} {} serves", context.host(), definition.name(), definition.version());
    measureBetweenLooks(slot);
  }

  private void remove(String name) {
    slots.remove(name);
    mbeans.unregister(ObjectNames.probe(context.host(), name));
    LOG.info("{}: probe {} no longer serves", context.host(), name);
  }

  /** A probe whose period is shorter than the agent's is asked in between, about the last look. */
  private void measureBetweenLooks(ProbeSlot slot) {
    context.later(
        slot.parameters().periodMillis(),
        () -> {
          if (slots.get(slot.definition().name()) != slot) {
            return;
          }
          boolean between =
              slot.parameters().periodMillis() < context.settings().get().periodMillis();
          if (between && newest != null && slot.due(0)) {
            slot.measure(newest, this::send);
          }
          measureBetweenLooks(slot);
        });
  }

  /**
   * Asks every probe whose time has come. {@code then} runs once all have answered, or a moment
   * later without those that have not; what they tell is sent after it.
   */
  public void measure(ProbeInput input, Runnable then) {
    newest = input;
    long tolerance = context.settings().get().periodMillis() * 500_000;
    List<ProbeSlot> due = slots.values().stream().filter(slot -> slot.due(tolerance)).toList();
    AtomicInteger missing = new AtomicInteger(due.size() + 1);
    sampleIsDue = true;
    Runnable one =
        () -> {
          if (missing.decrementAndGet() == 0) {
            goOn(then);
          }
        };
    for (ProbeSlot slot : due) {
      slot.measure(
          input,
          events -> {
            send(events);
            one.run();
          });
    }
    one.run();
    if (missing.get() > 0) {
      context.later(
          context.settings().get().patience().probeMillis(),
          () -> {
            if (missing.getAndSet(0) > 0) {
              goOn(then);
            }
          });
    }
  }

  private void goOn(Runnable then) {
    then.run();
    sampleIsDue = false;
    send(List.of());
  }

  private void send(List<ProbeEvent> events) {
    unsent.addAll(events);
    if (sampleIsDue) {
      return;
    }
    for (ProbeEvent event : unsent) {
      emitter.emit(typeOf(event.level()), textOf(event), event, event.atEpochMillis());
    }
    unsent.clear();
  }

  private static String typeOf(ThresholdLevel level) {
    return switch (level) {
      case HIGH -> NotificationTypes.PROBE_HIGH;
      case NORMAL, UNKNOWN -> NotificationTypes.PROBE_NORMAL;
      case FAILED -> NotificationTypes.PROBE_FAILED;
    };
  }

  private static String textOf(ProbeEvent event) {
    return event.level() == ThresholdLevel.FAILED
        ? "probe " + event.probe() + " of " + event.host() + " " + event.detail()
        : String.format(
            Locale.ROOT,
            "%s of %s is %s: %.3f, threshold %.3f",
            event.probe(),
            event.subject(),
            event.level(),
            event.value(),
            event.threshold());
  }

  /** How each probe stands. */
  List<ThresholdState> states() {
    return slots.values().stream().map(ProbeSlot::state).toList();
  }

  /** The values of domain probes for that domain, by the probe's name. */
  Map<String, Double> readingsOf(String domain) {
    Map<String, Double> readings = new HashMap<>();
    slots.forEach((name, slot) -> slot.readingOf(domain).ifPresent(v -> readings.put(name, v)));
    return readings;
  }

  /** Sets parameters for an operator; may be called from everywhere. */
  void change(ProbeSlot slot, UnaryOperator<ProbeParameters> change) {
    synchronized (choices) {
      ProbeParameters changed = change.apply(slot.parameters());
      durable.keep(slot.definition().name(), changed);
      choices.put(slot.definition().name(), changed);
      slot.use(changed);
      LOG.info(
          "{}: probe {} is now used with {}", context.host(), slot.definition().name(), changed);
    }
  }

  /** Measures now, for an operator; may be called from everywhere. */
  CompletableFuture<Map<String, Double>> measureNow(ProbeSlot slot) {
    CompletableFuture<Map<String, Double>> answer = new CompletableFuture<>();
    context
        .loop()
        .execute(
            () -> {
              if (newest == null) {
                answer.completeExceptionally(
                    new IllegalStateException("the host has not been looked at yet"));
                return;
              }
              slot.measure(
                  newest,
                  events -> {
                    send(events);
                    answer.complete(slot.shown().readings());
                  });
            });
    return answer;
  }
}
