// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.HostPower;
import org.transhume.api.model.HostSnapshot;
import org.transhume.api.model.HostState;
import org.transhume.api.model.MigrationSnapshot;
import org.transhume.api.model.PowerState;
import org.transhume.manager.internal.journal.Journal;
import org.transhume.manager.internal.journal.JournalEntry;
import org.transhume.manager.internal.journal.PowerEntry.HostPoweredDown;
import org.transhume.manager.internal.journal.PowerEntry.HostPoweredUp;
import org.transhume.manager.internal.view.ClusterView;
import org.transhume.spi.power.PowerResult;

/**
 * Powers hosts up and down. One that is to go down is closed to domains first, then heard once
 * more, and only when it is empty still the intent is written down and the order given: from then
 * on it is off by will, and no lost host. Belongs to the loop.
 */
final class Powers {

  private static final Logger LOG = LoggerFactory.getLogger(Powers.class);

  private static final long LOOK_MILLIS = 250;
  private static final long HEAR_MILLIS = 60_000;
  private static final long SHUT_DOWN_MILLIS = 600_000;
  private static final long BOOT_MILLIS = 900_000;

  private final Loop loop;
  private final Clock clock;
  private final Journal journal;
  private final ClusterView view;
  private final Coordinator coordinator;
  private final PowerSwitches switches;
  private final PlugInBorder border;
  private final PowerGuards guards;
  private final Told told;
  private final Supplier<List<MigrationSnapshot>> atHosts;
  private final Map<String, HostPoweredDown> down = new TreeMap<>();
  private final Map<String, Long> comingSinceMillis = new TreeMap<>();
  private final Set<String> closing = new TreeSet<>();
  private final Set<String> gone = new HashSet<>();
  private final Map<String, HostState> unopened = new HashMap<>();

  /** Who shows to people what happens. */
  @FunctionalInterface
  interface Told {
    /** A host was told to go down or to come up, or has come up, or would not. */
    void happened(String host, PowerState wanted, String by, String text);
  }

  /**
   * Powers hosts of that view.
   *
   * @param atHosts what is booted, created or stopped, and what may be in no sample so far
   */
  Powers(
      Loop loop,
      Clock clock,
      Journal journal,
      ClusterView view,
      Coordinator coordinator,
      PowerSwitches switches,
      PlugInBorder border,
      PowerGuards guards,
      Supplier<List<MigrationSnapshot>> atHosts,
      Told told) {
    this.loop = loop;
    this.clock = clock;
    this.journal = journal;
    this.view = view;
    this.coordinator = coordinator;
    this.switches = switches;
    this.border = border;
    this.guards = guards;
    this.atHosts = atHosts;
    this.told = told;
    journal.opened().poweredDown().forEach(host -> down.put(host.host(), host));
  }

  // What agents tell

  /** An agent is out of reach. */
  void lost(String host) {
    gone.add(host);
  }

  /** An agent is there: its host is on, unless it has not gone down yet. */
  void connected(AgentPort agent) {
    String host = agent.host();
    HostPoweredDown entry = down.get(host);
    boolean stillGoing =
        entry != null
            && !gone.contains(host)
            && clock.millis() - entry.atEpochMillis() < SHUT_DOWN_MILLIS;
    gone.remove(host);
    if (entry != null && !stillGoing) {
      comingSinceMillis.remove(host);
      down.remove(host);
      keep(new HostPoweredUp(host));
      open(agent, entry.state());
      told.happened(host, PowerState.ON, "", host + " has come up and is " + entry.state());
    } else if (entry == null && unopened.containsKey(host)) {
      open(agent, unopened.get(host));
    }
  }

  /** Makes a host what it was before; when its agent does not hear that, as soon as it is back. */
  private void open(AgentPort agent, HostState state) {
    unopened.put(agent.host(), state);
    agent
        .setHostState(state)
        .thenRun(() -> loop.execute(() -> unopened.remove(agent.host(), state)));
  }

  // What policies see

  /** The same with hosts that are off by will: they are not lost, and known to be off. */
  ClusterSnapshot seen(ClusterSnapshot snapshot) {
    if (down.isEmpty()) {
      return snapshot;
    }
    List<HostSnapshot> hosts = new ArrayList<>();
    snapshot.hosts().stream().filter(host -> !down.containsKey(host.name())).forEach(hosts::add);
    down.values().forEach(entry -> hosts.add(off(entry, snapshot.host(entry.host()))));
    return new ClusterSnapshot(
        snapshot.atEpochMillis(),
        hosts,
        snapshot.domains(),
        snapshot.migrations(),
        snapshot.losses().stream()
            .filter(loss -> !down.containsKey(loss.host()) || !loss.domains().isEmpty())
            .toList(),
        snapshot.rules(),
        snapshot.stopped());
  }

  private static HostSnapshot off(HostPoweredDown entry, Optional<HostSnapshot> seen) {
    return new HostSnapshot(
        entry.host(),
        entry.state(),
        true,
        seen.map(HostSnapshot::observedAtEpochMillis).orElse(0L),
        (int) entry.physicalCpus(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        entry.totalMemoryBytes(),
        entry.totalMemoryBytes(),
        List.of(),
        seen.map(HostSnapshot::tags).orElse(Set.of()),
        seen.map(HostSnapshot::locations).orElse(Map.of()),
        entry.processorMegahertz() > 0
            ? OptionalDouble.of(entry.processorMegahertz())
            : OptionalDouble.empty(),
        Optional.of(
            new HostPower(
                PowerState.OFF,
                seen.flatMap(HostSnapshot::power).map(HostPower::watts).orElse(List.of()))));
  }

  /** Whether it is off by will. */
  boolean isDown(String host) {
    return down.containsKey(host);
  }

  // What is wanted

  /**
   * What speaks against a change now.
   *
   * @param snapshot as agents tell it at this moment: {@link #present()}
   * @param byPolicy whether a policy wants it
   */
  List<Explanation> objections(
      ClusterSnapshot snapshot, String host, PowerState wanted, boolean byPolicy) {
    List<Explanation> objections = new ArrayList<>();
    if (switches.isEmpty()) {
      objections.add(
          because("NO_POWER_SWITCH", "no power switch is installed and configured", host));
    }
    if (closing.contains(host)) {
      objections.add(because("GOING_DOWN", host + " is on its way down already", host));
    }
    if (wanted == PowerState.ON) {
      upObjections(host, objections);
      return objections;
    }
    if (down.containsKey(host)) {
      objections.add(because("OFF_ALREADY", host + " is powered down already", host));
      return objections;
    }
    Set<String> goingDown = new HashSet<>(closing);
    goingDown.addAll(down.keySet());
    objections.addAll(guards.objections(snapshot, moves(), goingDown, host));
    if (byPolicy) {
      objections.addAll(guards.policyObjections(snapshot, goingDown, host));
    }
    return objections;
  }

  private void upObjections(String host, List<Explanation> objections) {
    if (!down.containsKey(host) && view.agent(host).isPresent()) {
      objections.add(because("ON_ALREADY", host + " is on: its agent answers", host));
    }
    Long since = comingSinceMillis.get(host);
    if (since != null && loop.monotonicMillis() - since < BOOT_MILLIS) {
      objections.add(
          because(
              "COMING_UP",
              host + " was told to come up " + (loop.monotonicMillis() - since) / 1000 + " s ago",
              host));
    }
  }

  private List<MigrationSnapshot> moves() {
    List<MigrationSnapshot> moves = new ArrayList<>(coordinator.running());
    coordinator
        .waiting()
        .forEach(
            status ->
                moves.add(
                    new MigrationSnapshot(
                        status.id(),
                        status.request().domainUuid(),
                        status.request().source(),
                        status.request().target(),
                        status.phase())));
    moves.addAll(atHosts.get());
    return moves;
  }

  /** The cluster as agents tell it now, to ask about as many hosts as there are. */
  ClusterSnapshot present() {
    long now = loop.monotonicMillis();
    view.refresh(now);
    return view.snapshot(now, clock.millis(), coordinator.running());
  }

  /**
   * Lets a host come up.
   *
   * @return what the switch says; fails with what speaks against it
   */
  CompletionStage<String> up(String host, String by, String why) {
    List<Explanation> objections = objections(present(), host, PowerState.ON, false);
    if (!objections.isEmpty()) {
      return refused(host, "up", objections);
    }
    comingSinceMillis.put(host, loop.monotonicMillis());
    LOG.info("{} is to come up, for {}: {}", host, by, why);
    return order(host, switches::switchOn)
        .thenApply(
            result -> {
              if (!result.isOrdered()) {
                comingSinceMillis.remove(host);
                throw new IllegalStateException(result.text());
              }
              told.happened(host, PowerState.ON, by, result.text());
              return result.text();
            });
  }

  /**
   * Closes a host, hears it once more, and lets it go down.
   *
   * @return what the switch says; fails with what speaks against it
   */
  CompletionStage<String> down(String host, String by, String why, boolean byPolicy) {
    ClusterSnapshot present = present();
    List<Explanation> objections = objections(present, host, PowerState.OFF, byPolicy);
    if (!objections.isEmpty()) {
      return refused(host, "down", objections);
    }
    HostSnapshot before = present.host(host).orElseThrow();
    HostPoweredDown entry =
        new HostPoweredDown(
            host,
            by,
            why,
            before.state(),
            before.physicalCpus(),
            before.totalMemoryBytes(),
            before.processorMegahertz().orElse(0),
            clock.millis());
    AgentPort agent = view.agent(host).orElseThrow();
    closing.add(host);
    CompletableFuture<String> done = new CompletableFuture<>();
    agent
        .setHostState(HostState.DRAINING)
        .whenComplete(
            (nothing, failure) ->
                loop.execute(
                    () -> {
                      if (failure != null) {
                        giveUp(agent, entry, "it was not closed to domains: " + failure, done);
                      } else {
                        long now = loop.monotonicMillis();
                        whenHeard(agent, entry, now, now + HEAR_MILLIS, done);
                      }
                    }));
    return done;
  }

  private void whenHeard(
      AgentPort agent,
      HostPoweredDown entry,
      long since,
      long deadline,
      CompletableFuture<String> done) {
    String host = entry.host();
    view.refresh(host);
    if (view.agent(host).isEmpty() || loop.monotonicMillis() > deadline) {
      giveUp(agent, entry, "it was not heard again before it went down", done);
    } else if (!view.heardSince(host, since)) {
      loop.schedule(LOOK_MILLIS, () -> whenHeard(agent, entry, since, deadline, done));
    } else {
      closing.remove(host);
      List<Explanation> objections = objections(present(), host, PowerState.OFF, false);
      if (!objections.isEmpty()) {
        giveUp(agent, entry, objections.toString(), done);
        return;
      }
      closing.add(host);
      journal
          .append(entry)
          .whenComplete(
              (nothing, failure) ->
                  loop.execute(
                      () -> {
                        if (failure != null) {
                          giveUp(agent, entry, "it was not recorded: " + failure, done);
                        } else {
                          orderDown(agent, entry, done);
                        }
                      }));
    }
  }

  private void orderDown(AgentPort agent, HostPoweredDown entry, CompletableFuture<String> done) {
    String host = entry.host();
    down.put(host, entry);
    gone.remove(host);
    order(host, switches::switchOff)
        .thenAccept(
            result -> {
              closing.remove(host);
              if (result.isOrdered()) {
                LOG.info("{} goes down, for {}: {}; {}", host, entry.by(), entry.why(), result);
                told.happened(host, PowerState.OFF, entry.by(), result.text());
                done.complete(result.text());
              } else {
                down.remove(host);
                keep(new HostPoweredUp(host));
                giveUp(agent, entry, result.text(), done);
              }
            });
  }

  private void giveUp(
      AgentPort agent, HostPoweredDown entry, String why, CompletableFuture<String> done) {
    closing.remove(entry.host());
    open(agent, entry.state());
    String text = entry.host() + " stays on: " + why;
    LOG.warn("{}", text);
    told.happened(entry.host(), PowerState.ON, entry.by(), text);
    done.completeExceptionally(new IllegalStateException(text));
  }

  private CompletionStage<PowerResult> order(String host, Function<String, PowerResult> how) {
    CompletableFuture<PowerResult> answer = new CompletableFuture<>();
    border.call(
        "power of " + host,
        () -> how.apply(host),
        answer::complete,
        why -> answer.complete(PowerResult.failed("the power switch: " + why)));
    return answer;
  }

  private void keep(JournalEntry entry) {
    journal
        .append(entry)
        .whenComplete(
            (nothing, failure) -> {
              if (failure != null) {
                LOG.error("{} is not recorded", entry, failure);
              }
            });
  }

  private static CompletionStage<String> refused(
      String host, String where, List<Explanation> objections) {
    return CompletableFuture.failedFuture(
        new IllegalStateException(
            host + " is not powered " + where + ": " + String.join("; ", texts(objections))));
  }

  private static List<String> texts(List<Explanation> objections) {
    return objections.stream().map(Explanation::text).toList();
  }

  // For people

  /** The hosts that are powered down, each with who wanted it and why. */
  List<String> lines() {
    return down.keySet().stream().map(host -> host + ": " + why(host).orElseThrow()).toList();
  }

  /** Who wanted that host powered down and why; empty when nobody did. */
  Optional<String> why(String host) {
    return Optional.ofNullable(down.get(host))
        .map(entry -> "powered down by " + entry.by() + ": " + entry.why());
  }

  /** What needs a person. */
  List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    for (HostPoweredDown entry : down.values()) {
      if (!gone.contains(entry.host())
          && view.agent(entry.host()).isPresent()
          && clock.millis() - entry.atEpochMillis() > SHUT_DOWN_MILLIS) {
        warnings.add(entry.host() + " was told to go down and is still heard: look after it");
      }
    }
    comingSinceMillis.forEach(
        (host, since) -> {
          if (loop.monotonicMillis() - since > BOOT_MILLIS) {
            warnings.add(host + " was told to come up and is not heard: look after it");
          }
        });
    return warnings;
  }

  private static Explanation because(String code, String text, String host) {
    return new Explanation(code, text, Map.of("host", host));
  }
}
