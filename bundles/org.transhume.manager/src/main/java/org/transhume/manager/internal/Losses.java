// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.HostLoss;
import org.transhume.api.model.HostRepair;
import org.transhume.api.model.LostDomain;
import org.transhume.api.model.MigrationSnapshot;
import org.transhume.api.model.Refusal;
import org.transhume.api.model.StoppedDomain;
import org.transhume.api.mx.DomainElsewhere;
import org.transhume.api.mx.DomainFate;
import org.transhume.api.mx.DomainFate.Fate;
import org.transhume.api.mx.HostSample;
import org.transhume.api.mx.NotificationTypes;
import org.transhume.manager.internal.LossListener.About;
import org.transhume.manager.internal.journal.Journal;
import org.transhume.manager.internal.journal.LossEntry.BootRepaired;
import org.transhume.manager.internal.journal.LossEntry.DomainKnown;
import org.transhume.manager.internal.journal.LossEntry.DomainLeft;
import org.transhume.manager.internal.journal.LossEntry.HostBack;
import org.transhume.manager.internal.journal.LossEntry.HostKnown;
import org.transhume.manager.internal.journal.LossEntry.HostOff;
import org.transhume.manager.internal.rules.Rulebook;
import org.transhume.manager.internal.view.ClusterView;
import org.transhume.rules.RuleSet;

/**
 * What is done about hosts that a policy holds to be dead: an alarm, then the fence, and only with
 * a proof that the host is off, its domains are booted elsewhere. Belongs to the loop.
 */
final class Losses {

  private static final Logger LOG = LoggerFactory.getLogger(Losses.class);

  private static final long LOOK_MILLIS = 250;

  private final Loop loop;
  private final Clock clock;
  private final ClusterView view;
  private final Coordinator coordinator;
  private final Settings settings;
  private final DomainRecords records;
  private final Boots boots;
  private final Stops stops;
  private final Rulebook rulebook;
  private final LostDomains lostDomains;
  private final Absences absences;
  private final LossReport report;
  private final Repairs repairs;
  private final LossListener listener;
  private final Map<String, Silence> silences = new TreeMap<>();
  private final Map<String, Loss> losses = new TreeMap<>();
  private final Map<String, List<Refusal>> refused = new TreeMap<>();
  private boolean lookDue;

  private record Silence(long sinceMonotonicMillis, long sinceEpochMillis) {}

  /**
   * What losses need of the manager around them.
   *
   * @param loop on which all is decided
   * @param clock people's time
   * @param journal where intents are written down
   * @param view what agents tell
   * @param coordinator knows of migrations
   * @param settings the manager's
   * @param fences that are there
   * @param border where they are called
   * @param rulebook of rules that hold for boots, too
   */
  record Surroundings(
      Loop loop,
      Clock clock,
      Journal journal,
      ClusterView view,
      Coordinator coordinator,
      Settings settings,
      Fences fences,
      PlugInBorder border,
      Rulebook rulebook) {}

  Losses(Surroundings around, Epoch epoch, LossListener listener) {
    this.loop = around.loop();
    this.clock = around.clock();
    this.view = around.view();
    this.coordinator = around.coordinator();
    this.settings = around.settings();
    this.listener = listener;
    this.records = new DomainRecords(loop, clock, around.journal(), view);
    this.repairs = new Repairs(around, records, epoch, listener, losses);
    this.boots = repairs.boots();
    this.stops = repairs.stops();
    this.rulebook = around.rulebook();
    this.lostDomains = repairs.lostDomains();
    this.report = repairs.report();
    this.absences = new Absences(records.known(), coordinator, boots);
  }

  /** Every host that is known counts as silent from now on, until it is heard. */
  void start() {
    records.forgetHostsBesides(
        settings.endpoints().stream().map(Object::toString).collect(Collectors.toSet()));
    records.known().hosts().forEach(host -> silent(host.host()));
    boots.recover();
    stops.recover();
  }

  // What agents tell

  /** An agent is there. */
  void connected(AgentPort agent) {
    String host = agent.host();
    silences.remove(host);
    records.askSoon(agent);
    if (records.known().off(host).isPresent()) {
      records.keep("power of " + host, new HostBack(host));
    }
    boots.connected(host);
    stops.connected(host);
    lookSoon();
    Loss loss = losses.get(host);
    if (loss != null && !loss.isBack()) {
      loss.backSinceMillis = Optional.of(loop.monotonicMillis());
      loss.proof = Optional.empty();
      LOG.warn("{} is heard again", host);
      listener.happened(NotificationTypes.LOSS_RETURNED, host, About.HOST, List.of());
    }
  }

  /** An agent's domains have changed. */
  void changed(AgentPort agent) {
    records.askSoon(agent);
    lookSoon();
  }

  /** An agent is out of reach; to be told while the view still has what it said last. */
  void lost(AgentPort agent) {
    if (view.agent(agent.host()).filter(current -> current == agent).isPresent()) {
      look();
      silent(agent.host());
    }
    records.lost(agent);
  }

  private void silent(String host) {
    silences.putIfAbsent(host, new Silence(loop.monotonicMillis(), clock.millis()));
  }

  /** Many agents may tell something at once. */
  private void lookSoon() {
    if (!lookDue) {
      lookDue = true;
      loop.schedule(LOOK_MILLIS, this::look);
    }
  }

  /** Looks at what hosts have told since the last time. */
  void look() {
    lookDue = false;
    records.look(this::isBetweenPlaces);
    List.copyOf(losses.values()).stream().filter(Loss::isBack).forEach(this::lookAfterReturn);
  }

  private boolean isBetweenPlaces(String uuid) {
    return coordinator.migrationOf(uuid).isPresent()
        || coordinator.justMovedTo(uuid).isPresent()
        || boots.of(uuid).isPresent()
        || stops.of(uuid).isPresent()
        || records.known().domain(uuid).filter(domain -> boots.isBusy(domain.host())).isPresent();
  }

  /** Every domain that is recorded, also those that are not there now, or are stopped. */
  Collection<DomainKnown> knownDomains() {
    List<DomainKnown> all = new ArrayList<>(records.known().domains());
    records.known().stops().stopped().forEach(stopped -> all.add(stopped.begun().known()));
    return all;
  }

  /** What is recorded of domains, and how. */
  DomainRecords records() {
    return records;
  }

  /** What is booted and created. */
  Boots boots() {
    return boots;
  }

  /** What is being stopped. */
  Stops stops() {
    return stops;
  }

  /** The same with what is stopped on purpose; an old sample may show that still. */
  ClusterSnapshot seen(ClusterSnapshot snapshot) {
    return new ClusterSnapshot(
        snapshot.atEpochMillis(),
        snapshot.hosts(),
        snapshot.domains().stream()
            .filter(domain -> records.known().stops().stopped(domain.uuid()).isEmpty())
            .toList(),
        snapshot.migrations(),
        all(),
        snapshot.rules(),
        stopped());
  }

  /** The domains that are stopped on purpose and can be started again. */
  List<StoppedDomain> stopped() {
    RuleSet rules = rulebook.rules();
    return records.known().stops().stopped().stream()
        .filter(domain -> records.known().isBootable(domain.begun().uuid()))
        .map(
            domain ->
                new StoppedDomain(
                    domain.begun().uuid(),
                    domain.begun().domain(),
                    domain.begun().host(),
                    domain.begun().memoryBytes(),
                    (int) domain.begun().vcpus(),
                    rules.tagsOf(domain.begun().uuid()),
                    rules.groupsOf(domain.begun().uuid()),
                    domain.atEpochMillis()))
        .toList();
  }

  /** What is booted and stopped, and what may be in no sample so far, as moves. */
  List<MigrationSnapshot> atHosts() {
    List<MigrationSnapshot> moves = new ArrayList<>(stops.asMoves());
    boots.coming().forEach(coming -> moves.add(Boots.asMove(coming.boot())));
    return moves;
  }

  /** What speaks against booting domains. */
  LostDomains lostDomains() {
    return lostDomains;
  }

  /** Whether that host is off now, by a proof that counts still. */
  boolean isOff(String host) {
    return Optional.ofNullable(losses.get(host))
        .filter(loss -> loss.isOff(loop.monotonicMillis()))
        .isPresent();
  }

  // What policies see and want

  /** The hosts that nobody hears any more. */
  List<HostLoss> all() {
    long now = loop.monotonicMillis();
    List<HostLoss> all = new ArrayList<>();
    for (HostKnown host : records.known().hosts()) {
      Silence silence = silences.get(host.host());
      if (silence != null
          && now - silence.sinceMonotonicMillis() >= settings.times().staleAfterMillis()) {
        all.add(
            new HostLoss(
                host.host(),
                host.state(),
                silence.sinceEpochMillis(),
                records.known().off(host.host()).isPresent(),
                records.known().domainsOn(host.host()).stream().map(this::lostDomain).toList()));
      }
    }
    return all;
  }

  private LostDomain lostDomain(DomainKnown domain) {
    Loss loss = losses.get(domain.host());
    return new LostDomain(
        domain.uuid(),
        domain.domain(),
        domain.memoryBytes(),
        loss == null ? List.of() : loss.refusedBy(domain.uuid(), loop.monotonicMillis()),
        lostDomains.obstacles(domain));
  }

  /**
   * A policy wants these hosts repaired, and no others.
   *
   * @param refusals of what it does not want, for people
   * @param automatic whether it may go further than to advise
   */
  void proposed(String policy, List<HostRepair> wanted, List<Refusal> refusals, boolean automatic) {
    refused.put(policy, refusals);
    losses.values().stream().filter(loss -> loss.policy.equals(policy)).forEach(Loss::wantedNoMore);
    for (HostRepair repair : wanted) {
      Silence silence = silences.get(repair.host());
      if (silence == null) {
        continue;
      }
      Loss loss = losses.get(repair.host());
      if (loss == null || loss.isBack()) {
        loss = new Loss(policy, repair, silence.sinceEpochMillis());
        losses.put(loss.host, loss);
        restoreWord(loss);
        alarm(loss);
      }
      loss.policy = policy;
      loss.proposal = repair;
      loss.automatic = automatic;
    }
    List.copyOf(losses.values()).forEach(repairs::advance);
  }

  private void alarm(Loss loss) {
    LOG.error("{}; {}", loss.proposal.reason(), report.toDo(loss));
    List<Explanation> reasons = new ArrayList<>(List.of(loss.proposal.reason()));
    report.toDo(loss).forEach(text -> reasons.add(Explanation.of("TO_DO", text)));
    listener.happened(NotificationTypes.LOSS_SUSPECTED, loss.host, About.HOST, reasons);
  }

  /** An operator's word outlives a restart of the manager, for as long as it counts. */
  private void restoreWord(Loss loss) {
    records
        .known()
        .off(loss.host)
        .filter(off -> off.by().equals(HostOff.OPERATOR))
        .ifPresent(
            off -> {
              long left = Repairs.WORD_MILLIS - Math.max(0, clock.millis() - off.atEpochMillis());
              loss.proof =
                  Optional.of(new Loss.Proof(true, off.proof(), loop.monotonicMillis() + left));
            });
  }

  // What people say

  /**
   * An operator states that the host is off; over when that is durable.
   *
   * @throws IllegalArgumentException when it is not held to be dead, or is heard
   */
  CompletionStage<Void> confirmOff(String host) {
    return repairs.confirmOff(open(host));
  }

  /** A person has looked after it. */
  void dismiss(String host) {
    Loss loss = open(host);
    LOG.info("the loss of {} is looked after, says an operator", host);
    records.known().repairs().stream()
        .filter(task -> task.begun().lostHost().equals(host))
        .forEach(
            task ->
                records.keep(
                    "repair of " + task.begun().id(), new BootRepaired(task.begun().id())));
    loss.booted.clear();
    if (loss.isBack()) {
      over(loss);
    }
  }

  private Loss open(String host) {
    Loss loss = losses.get(host);
    if (loss == null) {
      throw new IllegalArgumentException(host + " is not held to be dead");
    }
    return loss;
  }

  // When it comes back

  /** It is over once the host has spoken, and shows no second copy of what was booted elsewhere. */
  private void lookAfterReturn(Loss loss) {
    Optional<HostSample> spoken =
        view.samples().stream()
            .filter(sample -> sample.host().equals(loss.host))
            .filter(sample -> view.heardSince(loss.host, loss.backSinceMillis.orElseThrow()))
            .findFirst();
    if (spoken.isEmpty()) {
      return;
    }
    Set<String> here =
        spoken.get().domains().stream().map(domain -> domain.uuid()).collect(Collectors.toSet());
    loss.booted.replaceAll(
        (uuid, fate) ->
            here.contains(uuid) && !coordinatorHasMoved(uuid, loss.host)
                ? second(fate, loss.host)
                : new DomainFate(uuid, fate.domain(), Fate.BOOTED, fate.target(), List.of()));
    boolean tasks =
        loss.booted.values().stream().anyMatch(fate -> fate.fate() == Fate.REPAIR)
            || records.known().repairs().stream()
                .anyMatch(task -> task.begun().lostHost().equals(loss.host));
    if (!tasks) {
      over(loss);
    }
  }

  /** Moved back by a migration of ours it is no second copy. */
  private boolean coordinatorHasMoved(String uuid, String host) {
    return coordinator.migrationOf(uuid).isPresent()
        || records.known().domain(uuid).filter(one -> one.host().equals(host)).isPresent();
  }

  private static DomainFate second(DomainFate fate, String host) {
    return new DomainFate(
        fate.uuid(),
        fate.domain(),
        Fate.REPAIR,
        fate.target(),
        List.of(
            Explanation.of(
                "SECOND_COPY",
                fate.domain()
                    + " was booted on "
                    + fate.target()
                    + " while "
                    + host
                    + " was off, and "
                    + host
                    + " has a copy of it again: pause both, find out which has written the disk"
                    + " last, destroy the other, and take it out of xendomains on "
                    + host)));
  }

  private void over(Loss loss) {
    losses.remove(loss.host);
    listener.over(loss.host);
  }

  /** A migration may have brought a domain there, whether a sample will ever show it or not. */
  void mayHaveHad(String uuid, String host) {
    boolean news =
        records.known().domain(uuid).filter(one -> one.host().equals(host)).isEmpty()
            && records.known().domainsThatLeft(host).stream()
                .noneMatch(one -> one.uuid().equals(uuid));
    if (news) {
      records.keep("stay of " + uuid + " on " + host, new DomainLeft(uuid, host));
    }
  }

  /** The domains that a host has had and must not create, for they are elsewhere. */
  List<DomainElsewhere> elsewhere(String host) {
    return absences.of(host);
  }

  // For people

  /** How that loss stands; empty when the host is not held to be dead. */
  Optional<LossStatus> status(String host) {
    return Optional.ofNullable(losses.get(host)).map(report::of);
  }

  /** A host that is silent, had domains, and is not even held to be dead: nobody else will tell. */
  private Optional<String> leftAlone(Refusal refusal) {
    String host = refusal.subject();
    List<String> names =
        records.known().domainsOn(host).stream().map(DomainKnown::domain).sorted().toList();
    return silences.containsKey(host) && !losses.containsKey(host) && !names.isEmpty()
        ? Optional.of(
            host
                + " is silent; it had "
                + String.join(", ", names)
                + ". Nothing is done: "
                + refusal.reason())
        : Optional.empty();
  }

  /** What needs a person, a line each. */
  List<String> warnings() {
    List<String> lines = new ArrayList<>();
    losses.values().forEach(loss -> lines.addAll(report.toDo(loss)));
    refused
        .values()
        .forEach(all -> all.forEach(refusal -> leftAlone(refusal).ifPresent(lines::add)));
    records.whatWouldBeLost().ifPresent(lines::add);
    return lines;
  }
}
