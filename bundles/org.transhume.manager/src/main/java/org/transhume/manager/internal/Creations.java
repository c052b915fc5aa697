// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.api.model.ConfigurationOrigin;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.LostDomain;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.BootOrder;
import org.transhume.api.mx.Creation;
import org.transhume.api.mx.DomainConfiguration;
import org.transhume.api.mx.DomainElsewhere;
import org.transhume.manager.internal.journal.LossEntry.BootBegun;
import org.transhume.manager.internal.journal.LossEntry.BootRepaired;
import org.transhume.manager.internal.journal.LossEntry.ConfigurationKept;
import org.transhume.manager.internal.journal.LossEntry.DomainCreated;
import org.transhume.manager.internal.journal.LossEntry.DomainKnown;
import org.transhume.manager.internal.journal.LossLedger;
import org.transhume.manager.internal.view.ClusterView;
import org.transhume.rules.Labelling;
import org.transhume.rules.Places;

/**
 * Creates domains that operators want, each once in the cluster: every host has said a moment ago
 * that it has none of it, and that it creates none by itself for a while; then one is given the
 * order, as for the boot of a lost domain. Belongs to the loop.
 */
final class Creations {

  private static final Logger LOG = LoggerFactory.getLogger(Creations.class);

  /** What hosts promise when they are asked has to hold when the order comes. */
  private static final long ANSWERS_MILLIS = 5_000;

  /** Less than the desk waits. */
  private static final long PATIENCE_MILLIS = 80_000;

  private static final int MOST_QUESTIONS = 10;

  /** As agents tell them. */
  private static final int MOST_KEPT_CHARACTERS = 64 * 1024;

  /** Refusals of one host for which another one is tried. */
  private static final Set<String> OF_THE_HOST =
      Set.of("NO_MEMORY", "TARGET_STATE", "NOT_ASKED", "RUNS_ELSEWHERE");

  private final Surroundings around;
  private final Loop loop;
  private final ClusterView view;
  private final LossLedger known;
  private final Boots boots;
  private final Epoch epoch;
  private long numbers;

  /**
   * What creations need of the manager around them.
   *
   * @param loop on which all is decided
   * @param clock people's time
   * @param view what agents tell
   * @param coordinator knows of migrations
   * @param losses know where domains are, and boot them
   * @param powers know which hosts are off by will
   * @param settings the manager's
   * @param superseded told of a newer leader that an agent knows
   */
  record Surroundings(
      Loop loop,
      Clock clock,
      ClusterView view,
      Coordinator coordinator,
      Losses losses,
      Powers powers,
      Settings settings,
      Consumer<String> superseded) {}

  /** One wish, until it is answered. */
  private static final class Wish {
    private final String configuration;
    private final String digest;
    private final String host;
    private final CompletableFuture<Creation> answer = new CompletableFuture<>();
    private final Set<String> refusedBy = new TreeSet<>();
    private final List<Explanation> refusals = new ArrayList<>();
    private int questions;

    Wish(String configuration, String host) {
      this.configuration = configuration;
      this.digest = digest(configuration);
      this.host = host;
    }
  }

  Creations(Surroundings around, Epoch epoch) {
    this.around = around;
    this.loop = around.loop();
    this.view = around.view();
    this.known = around.losses().records().known();
    this.boots = around.losses().boots();
    this.epoch = epoch;
  }

  private static String digest(String configuration) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(configuration.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /**
   * Somebody wants a domain to be created.
   *
   * @param host where; empty for wherever there is room
   * @return done, on the loop, when it is, or is refused, or takes too long
   */
  CompletionStage<Creation> create(String configuration, String host) {
    Wish wish = new Wish(configuration, host);
    Loop.Timer impatience = loop.schedule(PATIENCE_MILLIS, () -> tellItTakesLong(wish));
    ask(wish);
    return wish.answer.whenComplete((creation, failure) -> impatience.cancel());
  }

  private static void tellItTakesLong(Wish wish) {
    refuse(
        wish,
        Reading.NONE,
        List.of(
            Explanation.of(
                "NOT_DECIDED_YET",
                "not decided within "
                    + PATIENCE_MILLIS / 1000
                    + " s; ask again with the same configuration: it is created once")));
  }

  // Every host is asked

  private void ask(Wish wish) {
    Optional<Explanation> silent = silent();
    if (wish.answer.isDone()) {
      return;
    }
    if (silent.isPresent()) {
      refuse(wish, Reading.NONE, List.of(silent.get()));
      return;
    }
    numbers++;
    wish.questions++;
    String id = "c-" + Long.toString(around.clock().millis(), 36) + "-" + numbers;
    BootOrder question = new BootOrder(id, epoch, "", "", "", wish.configuration);
    new CreationRound(loop, view, question, ANSWERS_MILLIS)
        .ask()
        .thenAccept(round -> answered(wish, round));
  }

  /** Whatever is silent may have it: somebody may have created it there while nobody led. */
  private Optional<Explanation> silent() {
    List<String> silent =
        new ArrayList<>(
            around.losses().lostDomains().silent().stream()
                .filter(host -> !around.powers().isDown(host))
                .toList());
    around.settings().endpoints().stream()
        .map(Object::toString)
        .filter(endpoint -> view.agents().stream().noneMatch(at -> at.endpoint().equals(endpoint)))
        .filter(endpoint -> known.hosts().stream().noneMatch(at -> at.endpoint().equals(endpoint)))
        .forEach(silent::add);
    String names = String.join(", ", silent);
    return silent.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Explanation(
                "HOSTS_SILENT",
                "may be on "
                    + names
                    + ", silent and not known to be off: bring it back, fence it, or take it out"
                    + " of the manager's endpoints",
                Map.of("hosts", names)));
  }

  private void answered(Wish wish, CreationRound round) {
    if (wish.answer.isDone()) {
      return;
    }
    view.refresh(loop.monotonicMillis());
    Optional<String> newer = round.newerLeader();
    if (newer.isPresent()) {
      around.superseded().accept(newer.get());
      refuse(wish, Reading.NONE, List.of(Explanation.of("STALE_EPOCH", newer.get())));
      return;
    }
    Reading read = round.reading();
    if (round.isOutOfDate()
        || boots.hasEndedSince(read.uuid(), read.domain(), round.askedMillis())) {
      again(wish, read);
      return;
    }
    List<Explanation> untold = new ArrayList<>(round.untold());
    if (untold.isEmpty() && read.domain().isEmpty()) {
      untold.add(
          Explanation.of(
              "INVALID_CONFIGURATION", "the configuration gives no name that can be read"));
    }
    if (untold.isEmpty()) {
      decide(wish, round, read);
    } else {
      refuse(wish, read, untold);
    }
  }

  /** What was told counts no more. */
  private void again(Wish wish, Reading read) {
    if (wish.questions < MOST_QUESTIONS) {
      loop.execute(() -> ask(wish));
    } else {
      List<Explanation> reasons = new ArrayList<>(wish.refusals);
      reasons.add(
          Explanation.of(
              "UNSETTLED",
              "asked " + MOST_QUESTIONS + " times, and each time something changed: ask again"));
      refuse(wish, read, reasons);
    }
  }

  // What the answers lead to

  private void decide(Wish wish, CreationRound round, Reading read) {
    Optional<BootBegun> boot = boots.concerning(read.uuid(), read.domain());
    if (boot.isPresent()) {
      join(wish, read, boot.get());
      return;
    }
    Optional<DomainCreated> before = known.created(wish.digest);
    if (before.isPresent() && round.holders().size() == 1) {
      answer(wish, alreadyCreated(before.get(), round.holders().get(0)));
      return;
    }
    List<Explanation> objections = new ArrayList<>(round.copies());
    objections.addAll(betweenPlaces(read));
    if (objections.isEmpty()) {
      place(wish, round, read);
    } else {
      refuse(wish, read, objections);
    }
  }

  /** The same wish as one that is being fulfilled waits for that; another one is refused. */
  private void join(Wish wish, Reading read, BootBegun boot) {
    boolean same =
        boot.isCreation()
            && boot.digest().equals(wish.digest)
            && (wish.host.isEmpty() || wish.host.equals(boot.target()));
    if (same) {
      boots.ending(boot).thenAccept(ending -> ended(wish, read, ending, List.of()));
    } else {
      refuse(
          wish,
          read,
          List.of(
              new Explanation(
                  "BOOTING",
                  read.domain() + " is being booted on " + boot.target() + " already",
                  Map.of("host", boot.target(), "order", boot.id()))));
    }
  }

  private static Creation alreadyCreated(DomainCreated before, String host) {
    BootBegun begun = before.begun();
    return new Creation(
        true,
        begun.id(),
        begun.domain(),
        before.uuid(),
        host,
        List.of(
            new Explanation(
                "CREATED_BEFORE",
                "was created from this configuration on " + begun.target() + " before",
                Map.of("host", begun.target(), "order", begun.id()))));
  }

  private List<Explanation> betweenPlaces(Reading read) {
    List<Explanation> reasons = new ArrayList<>();
    uuidsOf(read)
        .forEach(uuid -> reasons.addAll(around.losses().lostDomains().betweenPlaces(uuid)));
    known.repairs().stream()
        .filter(task -> task.begun().isCreation() && task.begun().domain().equals(read.domain()))
        .forEach(task -> reasons.addAll(task.closed().reasons()));
    around.coordinator().unsettled().stream()
        .filter(move -> move.phase().isFinal() && read.is(move.request()))
        .forEach(
            move ->
                reasons.add(
                    new Explanation(
                        "JUST_MOVED",
                        "migration " + move.id() + " of it has just ended: ask again",
                        Map.of("migration", move.id()))));
    known.domains().stream()
        .filter(read::is)
        .filter(one -> known.off(one.host()).isPresent() && known.isToBeBooted(one))
        .filter(one -> !one.uuid().equals(read.uuid()) || !around.losses().isOff(one.host()))
        .forEach(one -> reasons.add(lostWith(one)));
    return reasons.stream().distinct().toList();
  }

  /** Also of what is known by that name where the configuration leaves the uuid open. */
  private Set<String> uuidsOf(Reading read) {
    Set<String> uuids = new TreeSet<>();
    known.domains().stream().filter(read::is).map(DomainKnown::uuid).forEach(uuids::add);
    around.coordinator().statuses().stream()
        .map(MigrationStatus::request)
        .filter(read::is)
        .map(MigrationRequest::domainUuid)
        .forEach(uuids::add);
    if (!read.uuid().isEmpty()) {
      uuids.add(read.uuid());
    }
    return uuids;
  }

  private static Explanation lostWith(DomainKnown domain) {
    return new Explanation(
        "LOST_WITH_HOST",
        domain.domain()
            + " (uuid "
            + domain.uuid()
            + ") was on "
            + domain.host()
            + ", which is off: let the policy repair boot it, or give that uuid in the"
            + " configuration while the host's word or fence counts",
        Map.of("host", domain.host(), "uuid", domain.uuid()));
  }

  // Where it goes

  private void place(Wish wish, CreationRound round, Reading read) {
    LostDomain domain =
        new LostDomain(
            read.uuid(), read.domain(), read.memoryBytes(), notThere(wish, read), List.of());
    Places places = places();
    Optional<String> target = wish.host.isEmpty() ? places.placeOf(domain) : Optional.of(wish.host);
    if (target.isEmpty()) {
      List<Explanation> reasons = new ArrayList<>(wish.refusals);
      justGone(read).ifPresent(reasons::add);
      reasons.add(places.nowhere(domain));
      refuse(wish, read, reasons);
      return;
    }
    if (!wish.host.isEmpty()) {
      List<Explanation> against = new ArrayList<>(places.against(domain, wish.host));
      if (domain.refusedBy().contains(wish.host)) {
        justGone(read).ifPresentOrElse(against::add, () -> against.add(elsewhere(wish, read)));
      }
      if (!against.isEmpty()) {
        refuse(wish, read, against);
        return;
      }
    }
    begin(wish, round, read, target.get(), why(wish, places, target.get(), read));
  }

  private static List<Explanation> why(Wish wish, Places places, String target, Reading read) {
    String needed = Long.toString(read.memoryBytes() >> 20);
    String room = Long.toString(places.roomMebibytes(target));
    return List.of(
        wish.host.isEmpty()
            ? new Explanation(
                "PLACED",
                target + " has the most room, " + room + " MiB, of which it takes " + needed,
                Map.of("host", target, "roomMebibytes", room, "memoryMebibytes", needed))
            : new Explanation("OPERATOR", "wanted by an operator", Map.of("host", target)));
  }

  /** Hosts that cannot have it: they would refuse, or its guest may just be rebooting elsewhere. */
  private List<String> notThere(Wish wish, Reading read) {
    Set<String> hosts = new TreeSet<>(wish.refusedBy);
    for (AgentPort agent : view.agents()) {
      boolean left = around.losses().elsewhere(agent.host()).stream().anyMatch(read::is);
      boolean gone = lastPlace(read).filter(last -> !last.host().equals(agent.host())).isPresent();
      if (left || gone) {
        hosts.add(agent.host());
      }
    }
    return List.copyOf(hosts);
  }

  /** Where it was until a moment ago, if there is a host that can be asked. */
  private Optional<DomainKnown> lastPlace(Reading read) {
    return known.domains().stream()
        .filter(read::is)
        .filter(one -> view.agent(one.host()).isPresent())
        .findFirst();
  }

  private Optional<Explanation> justGone(Reading read) {
    return lastPlace(read)
        .map(
            last ->
                new Explanation(
                    "JUST_GONE",
                    "was on "
                        + last.host()
                        + " until a moment ago, and may be rebooting there: create it there, or ask"
                        + " again in a minute",
                    Map.of("host", last.host(), "uuid", last.uuid())));
  }

  private Explanation elsewhere(Wish wish, Reading read) {
    return around.losses().elsewhere(wish.host).stream()
        .filter(read::is)
        .findFirst()
        .map(
            one ->
                new Explanation(
                    "RUNS_ELSEWHERE",
                    one.domain()
                        + " was on "
                        + wish.host
                        + " and is on "
                        + one.host()
                        + ", or may be",
                    Map.of("uuid", one.uuid(), "host", one.host())))
        .orElseGet(() -> Explanation.of("REFUSED", wish.host + " has refused it"));
  }

  private Places places() {
    ClusterSnapshot snapshot =
        view.snapshot(
            loop.monotonicMillis(), around.clock().millis(), around.coordinator().running());
    Places places = new Places(snapshot, 0);
    boots
        .coming()
        .forEach(
            one ->
                places.comes(
                    new LostDomain(
                        one.boot().uuid(),
                        one.boot().domain(),
                        one.memoryBytes(),
                        List.of(),
                        List.of()),
                    one.boot().lostHost(),
                    one.boot().target()));
    return places;
  }

  private void begin(
      Wish wish, CreationRound round, Reading read, String target, List<Explanation> why) {
    String id = round.id();
    LOG.info("creation {}: {} on {}: {}", id, read.domain(), target, why);
    boots
        .begin(
            new BootBegun(
                id, read.uuid(), read.domain(), "", target, around.clock().millis(), wish.digest),
            read.memoryBytes(),
            wish.configuration)
        .thenAccept(
            ending -> {
              keepConfiguration(wish, read, ending);
              ended(wish, read, ending, why);
            });
  }

  /** Its host may be lost before it has told how the domain is booted. */
  private void keepConfiguration(Wish wish, Reading read, Boots.Ending ending) {
    if (ending.phase() == MigrationPhase.DONE
        && !read.uuid().isEmpty()
        && wish.configuration.length() <= MOST_KEPT_CHARACTERS) {
      around
          .losses()
          .records()
          .keep(
              "configuration of " + read.uuid(),
              new ConfigurationKept(
                  new DomainConfiguration(
                      read.uuid(),
                      read.domain(),
                      ConfigurationOrigin.GIVEN,
                      wish.digest,
                      wish.configuration,
                      "")));
    }
  }

  private void ended(Wish wish, Reading read, Boots.Ending ending, List<Explanation> why) {
    BootBegun boot = ending.boot();
    boolean done = ending.phase() == MigrationPhase.DONE;
    if (ending.phase() == MigrationPhase.CANCELLED && ending.reasons().isEmpty()) {
      // The order was lost on its way, and will never be begun.
      again(wish, read);
      return;
    }
    boolean elsewhere =
        ending.phase() == MigrationPhase.REFUSED
            && wish.host.isEmpty()
            && wish.refusedBy.add(boot.target())
            && ending.reasons().stream().allMatch(Creations::isOfTheHost);
    if (elsewhere) {
      wish.refusals.addAll(ending.reasons());
      again(wish, read);
      return;
    }
    answer(
        wish,
        new Creation(
            done,
            boot.id(),
            boot.domain(),
            ending.uuid(),
            boot.target(),
            done ? why : ending.reasons()));
  }

  private static boolean isOfTheHost(Explanation reason) {
    return OF_THE_HOST.contains(reason.code()) || Labelling.isOfRules(reason);
  }

  // What is told

  private static void refuse(Wish wish, Reading read, List<Explanation> reasons) {
    answer(wish, new Creation(false, "", read.domain(), read.uuid(), wish.host, reasons));
  }

  private static void answer(Wish wish, Creation creation) {
    if (wish.answer.complete(creation) && !creation.created()) {
      LOG.info("{} is not created: {}", creation.domain(), creation.reasons());
    }
  }

  /** A person has looked after a creation; whether there was one of that id. */
  boolean repaired(String id) {
    boolean is =
        known.repairs().stream()
            .anyMatch(task -> task.begun().isCreation() && task.begun().id().equals(id));
    if (is) {
      around.losses().records().keep("repair of " + id, new BootRepaired(id));
    }
    return is;
  }

  /** What needs a person, a line each. */
  List<String> warnings() {
    return known.repairs().stream()
        .filter(task -> task.begun().isCreation())
        .map(
            task ->
                "creation "
                    + task.begun().id()
                    + " of "
                    + task.begun().domain()
                    + " on "
                    + task.begun().target()
                    + " needs a person: "
                    + task.closed().reasons()
                    + "; then call repaired("
                    + task.begun().id()
                    + ")")
        .toList();
  }

  /**
   * Which domain a configuration is of, as agents read it.
   *
   * @param domain its name; empty when there is none that can be read
   * @param uuid its uuid; empty when the hypervisor would choose one
   * @param memoryBytes that it starts with; 0 when unknown
   */
  record Reading(String domain, String uuid, long memoryBytes) {

    static final Reading NONE = new Reading("", "", 0);

    private boolean is(String otherUuid, String otherName) {
      return otherName.equals(domain) || otherUuid.equals(uuid);
    }

    boolean is(DomainKnown one) {
      return is(one.uuid(), one.domain());
    }

    boolean is(MigrationRequest one) {
      return is(one.domainUuid(), one.domain());
    }

    boolean is(DomainElsewhere one) {
      return is(one.uuid(), one.domain());
    }
  }
}
