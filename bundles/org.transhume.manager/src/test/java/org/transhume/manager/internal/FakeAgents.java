// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.transhume.api.model.ConfigurationOrigin;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.HostState;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.model.ThresholdLevel;
import org.transhume.api.mx.Attendance;
import org.transhume.api.mx.BootOrder;
import org.transhume.api.mx.DomainConfiguration;
import org.transhume.api.mx.DomainSample;
import org.transhume.api.mx.HostSample;
import org.transhume.api.mx.MigrationEvent;
import org.transhume.api.mx.MigrationOrder;
import org.transhume.api.mx.ProbeEvent;
import org.transhume.api.mx.StandingRules;
import org.transhume.api.mx.StepResult;
import org.transhume.api.mx.StopOrder;
import org.transhume.api.mx.StreamTicket;
import org.transhume.migration.manager.OrderKind;

/**
 * A cluster of agents on a virtual loop. Hosts hold domains, an order takes a millisecond each way,
 * copying takes a second; messages can be lost, doubled or refused.
 */
final class FakeAgents {

  private static final long WIRE_MILLIS = 1;
  private static final long COPY_MILLIS = 1_000;

  private final VirtualLoop loop;
  private final Map<String, Host> hosts = new TreeMap<>();
  final List<String> orders = new ArrayList<>();
  final List<OpenRequest> openRequests = new ArrayList<>();
  final List<String> booted = new ArrayList<>();
  final List<String> stopped = new ArrayList<>();
  final Set<String> unbootable = new HashSet<>();
  Predicate<String> undecided = what -> false;
  MigrationOrder lastOrder;
  Predicate<String> losesNotification = what -> false;
  Predicate<String> losesAnswer = what -> false;
  Predicate<String> refuses = what -> false;
  Predicate<String> refusesForNow = what -> false;
  boolean doubles;
  Explanation refusal;
  long memoryOfNewcomers = 128L << 20;
  int vcpusOfNewcomers = 1;
  private AgentEvents events;

  FakeAgents(VirtualLoop loop) {
    this.loop = loop;
  }

  void tell(AgentEvents to) {
    events = to;
  }

  Host host(String name, DomainSample... domains) {
    Host host = new Host(name);
    for (DomainSample domain : domains) {
      host.domains.put(domain.name(), domain);
    }
    hosts.put(name, host);
    return host;
  }

  void connectAll() {
    hosts.values().forEach(Host::connect);
    loop.settle();
  }

  /** Lets the virtual time pass; every host sends a sample each second. */
  void pass(long millis) {
    for (long left = millis; left > 0; left -= 1_000) {
      loop.pass(Math.min(left, 1_000));
      hosts.values().forEach(Host::sample);
    }
    loop.settle();
  }

  List<String> placesOf(String domain) {
    return hosts.values().stream()
        .filter(host -> host.domains.containsKey(domain))
        .map(host -> host.name)
        .toList();
  }

  /** One side of a migration. */
  private static final class Side {
    private MigrationPhase phase = MigrationPhase.PREPARING;
    private boolean allowed;
    private boolean aborted;
  }

  final class Host implements AgentPort {
    List<WrapperName> wrappers = List.of();
    int askedForWrappers;
    private final String name;
    private final Map<String, DomainSample> domains = new TreeMap<>();
    private final Map<String, Side> sides = new HashMap<>();
    private final Map<String, StepResult> boots = new HashMap<>();
    private final Map<String, StepResult> stops = new HashMap<>();
    private Received newest;
    private boolean connected;
    private double ownLoad = 0.04;
    HostState state = HostState.ACTIVE;
    int processors = 2;
    long freeMemoryBytes = 2L << 30;
    Epoch known = Epoch.NONE;
    String attendedBy = "";
    volatile Attendance attendance;
    StandingRules rules = StandingRules.NONE;
    boolean knowsRules = true;

    /** What the host tells when it is asked for its checks, and after how long; -1 for never. */
    final List<Explanation> objections = new ArrayList<>();

    final Map<String, String> facts = new TreeMap<>();

    /** What the host tells of a domain that leaves, or has arrived. */
    final Map<String, String> outcome = new TreeMap<>();

    /** What it was told with the last order to finish. */
    Map<String, String> toldAtFinish = Map.of();

    long checkMillis;
    MigrationOrder lastChecked;

    Host(String name) {
      this.name = name;
    }

    void connect() {
      connected = true;
      sample();
      events.connected(this);
    }

    void lose() {
      connected = false;
      events.lost(this, "the link is cut");
    }

    /** The power fails. */
    void die() {
      domains.clear();
      lose();
    }

    void sample() {
      if (connected) {
        HostSample sample = sampleNow();
        newest = new Received(loop.monotonicMillis(), () -> sample);
      }
    }

    void burn(String domain, double processors) {
      domains.put(domain, Samples.domain(domain, processors));
    }

    void remove(String domain) {
      domains.remove(domain);
    }

    /** Puts a domain into the place of the one of its name. */
    void replace(DomainSample domain) {
      domains.put(domain.name(), domain);
      sample();
    }

    /** A sample from a moment when the copy of a domain had another name. */
    void sampleWithout(String domain) {
      DomainSample hidden = domains.remove(domain);
      sample();
      domains.put(domain, hidden);
    }

    /** What a probe says when its threshold is crossed. */
    void crossHigh() {
      sample();
      long now = loop.clock().millis();
      events.probe(
          this,
          new ProbeEvent(
              1, name, "cpu", "HOST", name, ThresholdLevel.HIGH, load(), 0.8, now, now, ""));
      loop.settle();
    }

    double load() {
      double used = domains.values().stream().mapToDouble(DomainSample::cpuLoad).sum();
      return Math.min(1, (ownLoad + used) / 2);
    }

    private HostSample sampleNow() {
      HostSample base =
          Samples.host(name, loop.clock().millis(), load(), List.copyOf(domains.values()));
      return new HostSample(
          1,
          name,
          state,
          base.atEpochMillis(),
          base.hypervisorVersion(),
          processors,
          base.cpuLoad(),
          base.controlDomainCpuLoad(),
          base.totalMemoryBytes(),
          freeMemoryBytes,
          base.thresholds(),
          base.domains());
    }

    @Override
    public String host() {
      return name;
    }

    @Override
    public String endpoint() {
      return name + ":7443";
    }

    @Override
    public Optional<Received> newestSample() {
      return Optional.ofNullable(newest);
    }

    @Override
    public CompletionStage<StepResult> attend(Attendance by) {
      if (known.isNewerThan(by.epoch())) {
        return CompletableFuture.completedFuture(stale());
      }
      attendance = by;
      return CompletableFuture.completedFuture(
          new StepResult(
              true,
              MigrationPhase.REQUESTED,
              List.of(),
              null,
              knowsRules ? Map.of(StepResult.RULES, rules.mark()) : Map.of()));
    }

    @Override
    public CompletionStage<StepResult> keepRules(StandingRules given) {
      orders.add(name + " RULES " + given.revision());
      if (losesAnswer.test(name + " RULES")) {
        return CompletableFuture.failedFuture(new IOException("answer lost"));
      }
      if (given.revision() < rules.revision()) {
        return CompletableFuture.completedFuture(
            StepResult.refused(
                MigrationPhase.REFUSED, List.of(Explanation.of("OLD_RULES", "older than mine"))));
      }
      rules = given;
      return CompletableFuture.completedFuture(StepResult.accepted(MigrationPhase.DONE));
    }

    @Override
    public CompletionStage<StepResult> check(MigrationOrder order) {
      lastChecked = order;
      StepResult answer =
          new StepResult(objections.isEmpty(), MigrationPhase.CHECKING, objections, null, facts);
      if (checkMillis == 0) {
        return CompletableFuture.completedFuture(answer);
      }
      CompletableFuture<StepResult> later = new CompletableFuture<>();
      if (checkMillis > 0) {
        loop.schedule(checkMillis, () -> later.complete(answer));
      }
      return later;
    }

    @Override
    public CompletionStage<StepResult> give(
        OrderKind kind, MigrationOrder order, Optional<StreamTicket> ticket) {
      String what = name + " " + kind;
      CompletableFuture<StepResult> answer = new CompletableFuture<>();
      if (!connected) {
        loop.schedule(
            WIRE_MILLIS,
            () -> answer.completeExceptionally(new IOException("no route to " + name)));
        return answer;
      }
      orders.add(what);
      lastOrder = order;
      loop.schedule(
          WIRE_MILLIS,
          () -> {
            StepResult result =
                refusesForNow.test(what)
                    ? StepResult.refusedForNow(
                        MigrationPhase.CHECKING,
                        List.of(Explanation.of("BUSY", name + " has no room yet")))
                    : refuses.test(what)
                        ? StepResult.refused(
                            MigrationPhase.REFUSED,
                            List.of(Explanation.of("NO", name + " says no")))
                        : known.isNewerThan(order.epoch()) ? stale() : obey(kind, order);
            if (losesAnswer.test(what)) {
              answer.completeExceptionally(new IOException("answer lost"));
            } else {
              loop.schedule(WIRE_MILLIS, () -> answer.complete(result));
            }
          });
      return answer;
    }

    private StepResult stale() {
      return StepResult.refused(
          MigrationPhase.REFUSED,
          List.of(
              new Explanation(
                  StepResult.STALE_EPOCH,
                  name + " knows a leader of epoch " + known,
                  Map.of(
                      StepResult.KNOWN_GENERATION,
                      Long.toString(known.generation()),
                      StepResult.KNOWN_MANAGER,
                      attendedBy))));
    }

    private StepResult obey(OrderKind kind, MigrationOrder order) {
      String id = order.migrationId();
      return switch (kind) {
        case PREPARE -> {
          sides.putIfAbsent(id, new Side());
          yield new StepResult(
              true,
              MigrationPhase.PREPARING,
              List.of(),
              new StreamTicket(name, 7444, "token"),
              Map.of());
        }
        case SEND -> {
          if (sides.putIfAbsent(id, new Side()) == null) {
            copy(order);
          }
          yield StepResult.accepted(MigrationPhase.SENDING);
        }
        case HAND_OVER -> handOver(order);
        case ABORT -> abort(order);
        case FINISH -> finish(order);
      };
    }

    private void copy(MigrationOrder order) {
      Side source = sides.get(order.migrationId());
      source.phase = MigrationPhase.SENDING;
      notifyPhase(order, MigrationPhase.SENDING);
      loop.schedule(
          COPY_MILLIS,
          () -> {
            if (!source.aborted && connected && hosts.get(order.target()).connected) {
              source.phase = MigrationPhase.HANDOVER;
              notifyPhase(order, MigrationPhase.HANDOVER);
            } else if (!source.aborted) {
              source.phase = MigrationPhase.FINISHING;
              source.aborted = true;
              notifyPhase(order, MigrationPhase.FINISHING);
            }
          });
    }

    private StepResult handOver(MigrationOrder order) {
      boolean isSource = name.equals(order.source());
      Side side = sides.get(order.migrationId());
      if (side == null || side.aborted) {
        return StepResult.refused(
            MigrationPhase.FINISHING, List.of(Explanation.of("ABORTED", "aborted before")));
      }
      boolean first = !side.allowed;
      side.allowed = true;
      if (isSource && first) {
        assertTargetAllowed(order);
        Host target = hosts.get(order.target());
        target.domains.put(order.domain(), domains.remove(order.domain()));
        side.phase = MigrationPhase.FINISHING;
        target.sides.get(order.migrationId()).phase = MigrationPhase.FINISHING;
        target.notifyPhase(order, MigrationPhase.FINISHING);
        notifyPhase(order, MigrationPhase.FINISHING);
      }
      return new StepResult(
          true, MigrationPhase.HANDOVER, List.of(), null, isSource ? outcome : Map.of());
    }

    private void assertTargetAllowed(MigrationOrder order) {
      Side target = hosts.get(order.target()).sides.get(order.migrationId());
      if (target == null || !target.allowed) {
        throw new AssertionError("GO before the target had recorded the hand-over");
      }
    }

    private StepResult abort(MigrationOrder order) {
      boolean isSource = name.equals(order.source());
      Side side = sides.computeIfAbsent(order.migrationId(), id -> new Side());
      boolean moved = !domains.containsKey(order.domain()) == isSource;
      if (moved) {
        return StepResult.refused(
            side.phase, List.of(Explanation.of("GO_PASSED", "GO may have passed")));
      }
      side.aborted = true;
      return StepResult.accepted(MigrationPhase.FINISHING);
    }

    private StepResult finish(MigrationOrder order) {
      boolean isSource = name.equals(order.source());
      boolean here = domains.containsKey(order.domain());
      MigrationPhase end = here == isSource ? MigrationPhase.ROLLED_BACK : MigrationPhase.DONE;
      sides.computeIfAbsent(order.migrationId(), id -> new Side()).phase = end;
      toldAtFinish = order.attachments();
      Map<String, String> told = new TreeMap<>(outcome);
      told.put((isSource ? "source" : "target") + ".copy", here ? "RUNNING" : "ABSENT");
      return new StepResult(true, end, List.of(), null, told);
    }

    private void notifyPhase(MigrationOrder order, MigrationPhase phase) {
      if (losesNotification.test(name + " " + phase) || !connected) {
        return;
      }
      MigrationEvent event =
          new MigrationEvent(
              1,
              name,
              order.migrationId(),
              order.domainUuid(),
              order.domain(),
              order.source(),
              order.target(),
              phase,
              64,
              null,
              phase == MigrationPhase.FINISHING ? 40L : null,
              List.of(),
              loop.clock().millis());
      for (int i = 0; i < (doubles ? 2 : 1); i++) {
        loop.schedule(WIRE_MILLIS, () -> events.migration(this, event));
      }
    }

    /** Somebody asks for a migration on this agent. */
    void request(String id, String domain, String target) {
      tell(id, domain, target, MigrationPhase.REQUESTED, List.of());
    }

    /** The agent cannot finish its side of a migration alone. */
    void remind(String id, String domain, String target) {
      tell(
          id,
          domain,
          target,
          MigrationPhase.FINISHING,
          List.of(Explanation.of(MigrationEvent.UNFINISHED, name + " waits")));
    }

    private void tell(
        String id, String domain, String target, MigrationPhase phase, List<Explanation> why) {
      events.migration(
          this,
          new MigrationEvent(
              1,
              name,
              id,
              Samples.uuid(domain),
              domain,
              name,
              target,
              phase,
              0,
              0L,
              null,
              why,
              loop.clock().millis()));
      loop.settle();
    }

    @Override
    public CompletionStage<List<DomainConfiguration>> configurations(
        Map<String, String> knownDigests) {
      return CompletableFuture.completedFuture(
          domains.keySet().stream()
              .map(this::configuration)
              .filter(found -> !found.digest().equals(knownDigests.get(found.uuid())))
              .toList());
    }

    private DomainConfiguration configuration(String domain) {
      boolean bootable = !unbootable.contains(domain);
      return new DomainConfiguration(
          Samples.uuid(domain),
          domain,
          bootable ? ConfigurationOrigin.GIVEN : ConfigurationOrigin.NONE,
          "digest of " + domain + bootable,
          bootable ? "name = \"" + domain + "\"" : "",
          bootable ? "" : "its disk is a secret");
    }

    /** A configuration is its domain's name, after an equals sign if it gives no uuid. */
    @Override
    public CompletionStage<StepResult> checkCreation(BootOrder order) {
      String what = name + " CHECK_CREATION";
      CompletableFuture<StepResult> answer = new CompletableFuture<>();
      loop.schedule(
          WIRE_MILLIS,
          () -> {
            if (!connected || losesAnswer.test(what)) {
              answer.completeExceptionally(new IOException("answer lost"));
            } else {
              StepResult result = known.isNewerThan(order.epoch()) ? stale() : copies(order);
              loop.schedule(WIRE_MILLIS, () -> answer.complete(result));
            }
          });
      return answer;
    }

    /** Of what somebody gives, or of what a host has told: name = "DOMAIN". */
    private static String nameIn(String configuration) {
      return configuration.replaceFirst("^name = \"(.*)\"$", "$1").replaceFirst("^=", "");
    }

    private StepResult copies(BootOrder order) {
      String domain = nameIn(order.configuration());
      Map<String, String> facts = new TreeMap<>();
      facts.put(StepResult.DOMAIN_NAME, domain);
      facts.put(MigrationOrder.DOMAIN_MEMORY_BYTES, Long.toString(memoryOfNewcomers));
      facts.put(MigrationOrder.DOMAIN_VCPUS, Integer.toString(vcpusOfNewcomers));
      if (!order.configuration().startsWith("=")) {
        facts.put(StepResult.DOMAIN_UUID, Samples.uuid(domain));
      }
      List<Explanation> reasons = new ArrayList<>(objections);
      if (domains.containsKey(domain)) {
        reasons.add(Explanation.of("ALREADY_HERE", domain + " is on " + name));
      }
      return new StepResult(reasons.isEmpty(), MigrationPhase.CHECKING, reasons, null, facts);
    }

    @Override
    public CompletionStage<StepResult> boot(BootOrder order) {
      return obeyBoot("BOOT", order);
    }

    @Override
    public CompletionStage<StepResult> abortBoot(BootOrder order) {
      return obeyBoot("ABORT_BOOT", order);
    }

    private CompletionStage<StepResult> obeyBoot(String kind, BootOrder order) {
      String what = name + " " + kind + " " + order.domain();
      orders.add(what);
      CompletableFuture<StepResult> answer = new CompletableFuture<>();
      loop.schedule(
          WIRE_MILLIS,
          () -> {
            StepResult result =
                boots.computeIfAbsent(order.bootId(), id -> bootResult(kind, what, order));
            if (losesAnswer.test(what)) {
              answer.completeExceptionally(new IOException("answer lost"));
            } else {
              loop.schedule(WIRE_MILLIS, () -> answer.complete(result));
            }
          });
      return answer;
    }

    private StepResult bootResult(String kind, String what, BootOrder order) {
      if (refuses.test(what)) {
        return StepResult.refused(
            MigrationPhase.REFUSED,
            List.of(refusal == null ? Explanation.of("NO", name + " says no") : refusal));
      }
      if (undecided.test(what)) {
        return StepResult.refused(
            MigrationPhase.REPAIR, List.of(Explanation.of("BOOT_UNDECIDED", "look there")));
      }
      if (kind.equals("ABORT_BOOT")) {
        return StepResult.accepted(MigrationPhase.CANCELLED);
      }
      booted.add(order.domain());
      domains.put(order.domain(), Samples.domain(order.domain(), 0.1));
      return new StepResult(
          true,
          MigrationPhase.DONE,
          List.of(),
          null,
          Map.of(StepResult.DOMAIN_UUID, Samples.uuid(order.domain())));
    }

    @Override
    public CompletionStage<StepResult> stop(StopOrder order) {
      return obeyStop("STOP", order);
    }

    @Override
    public CompletionStage<StepResult> abortStop(StopOrder order) {
      return obeyStop("ABORT_STOP", order);
    }

    private CompletionStage<StepResult> obeyStop(String kind, StopOrder order) {
      String what = name + " " + kind + " " + order.domain();
      orders.add(what + (order.force() ? " BY FORCE" : ""));
      CompletableFuture<StepResult> answer = new CompletableFuture<>();
      loop.schedule(
          WIRE_MILLIS,
          () -> {
            if (!connected) {
              answer.completeExceptionally(new IOException("no route to " + name));
              return;
            }
            StepResult result =
                known.isNewerThan(order.epoch())
                    ? stale()
                    : stops.computeIfAbsent(order.stopId(), id -> stopResult(kind, what, order));
            if (losesAnswer.test(what)) {
              answer.completeExceptionally(new IOException("answer lost"));
            } else {
              loop.schedule(WIRE_MILLIS, () -> answer.complete(result));
            }
          });
      return answer;
    }

    private StepResult stopResult(String kind, String what, StopOrder order) {
      if (refuses.test(what)) {
        return StepResult.refused(
            MigrationPhase.REFUSED,
            List.of(refusal == null ? Explanation.of("NO", name + " says no") : refusal));
      }
      if (kind.equals("ABORT_STOP")) {
        return StepResult.accepted(MigrationPhase.CANCELLED);
      }
      stopped.add(order.domain());
      domains.remove(order.domain());
      return new StepResult(
          true,
          MigrationPhase.DONE,
          List.of(),
          null,
          Map.of(StepResult.GONE_AT_EPOCH_MILLIS, Long.toString(loop.clock().millis())));
    }

    @Override
    public CompletionStage<Optional<SideReport>> readMigration(String migrationId) {
      if (!connected) {
        return CompletableFuture.failedFuture(new IOException("no route to " + name));
      }
      Side side = sides.get(migrationId);
      return CompletableFuture.completedFuture(
          Optional.ofNullable(side)
              .map(some -> new SideReport(some.phase, 50, 32, 8.0, 1, null, List.of())));
    }

    @Override
    public CompletionStage<List<OpenRequest>> openRequests() {
      return CompletableFuture.completedFuture(
          openRequests.stream().filter(request -> request.source().equals(name)).toList());
    }

    @Override
    public CompletionStage<List<WrapperName>> wrappers() {
      askedForWrappers++;
      return CompletableFuture.completedFuture(wrappers);
    }

    @Override
    public CompletionStage<Void> setHostState(HostState next) {
      if (!connected) {
        return CompletableFuture.failedFuture(new IOException("no route to " + name));
      }
      state = next;
      sample();
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Void> act(DomainAction action, String domain) {
      orders.add(name + " " + action + " " + domain);
      return CompletableFuture.completedFuture(null);
    }
  }
}
