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
import org.transhume.api.model.ConfigurationOrigin;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.BootOrder;
import org.transhume.api.mx.Creation;
import org.transhume.api.mx.DomainConfiguration;
import org.transhume.manager.internal.journal.LossEntry.BootBegun;
import org.transhume.manager.internal.journal.LossEntry.BootRepaired;
import org.transhume.manager.internal.journal.LossEntry.ConfigurationKept;
import org.transhume.manager.internal.journal.LossEntry.DomainCreated;
import org.transhume.manager.internal.journal.LossLedger;
import org.transhume.manager.internal.view.ClusterView;
import org.transhume.rules.Labelling;

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
  private final CreationGate gate;
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
   * @param news tells people of creations
   */
  record Surroundings(
      Loop loop,
      Clock clock,
      ClusterView view,
      Coordinator coordinator,
      Losses losses,
      Powers powers,
      Settings settings,
      Consumer<String> superseded,
      CreationNews news) {}

  /** One wish, until it is answered. */
  private static final class Wish {
    private final String configuration;
    private final String digest;
    private final String host;
    private final CompletableFuture<Creation> answer = new CompletableFuture<>();
    private final Set<String> refusedBy = new TreeSet<>();
    private final List<Explanation> refusals = new ArrayList<>();
    private int questions;
    private boolean begun;

    /** Whether it was told of by a notification what came of it. */
    private boolean told;

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
    this.gate = new CreationGate(around);
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

  /** What an earlier life of the manager has begun is told of when it has ended. */
  void start() {
    known.unfinishedBoots().stream()
        .filter(BootBegun::isCreation)
        .forEach(begun -> boots.ending(begun).thenAccept(around.news()::ended));
  }

  private static void tellItTakesLong(Wish wish) {
    wish.answer.complete(
        refusal(
            wish,
            Newcomer.UNKNOWN,
            List.of(
                Explanation.of(
                    "NOT_DECIDED_YET",
                    "not decided within "
                        + PATIENCE_MILLIS / 1000
                        + " s; ask again with the same configuration: it is created once"))));
  }

  // Every host is asked

  private void ask(Wish wish) {
    Optional<Explanation> silent = gate.silent();
    if (wish.answer.isDone()) {
      return;
    }
    if (silent.isPresent()) {
      refuse(wish, Newcomer.UNKNOWN, List.of(silent.get()));
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

  private void answered(Wish wish, CreationRound round) {
    if (wish.answer.isDone()) {
      return;
    }
    view.refresh(loop.monotonicMillis());
    Optional<String> newer = round.newerLeader();
    if (newer.isPresent()) {
      around.superseded().accept(newer.get());
      refuse(wish, Newcomer.UNKNOWN, List.of(Explanation.of("STALE_EPOCH", newer.get())));
      return;
    }
    Newcomer newcomer = round.newcomer();
    if (round.isOutOfDate()
        || boots.hasEndedSince(newcomer.uuid(), newcomer.domain(), round.askedMillis())) {
      again(wish, newcomer);
      return;
    }
    List<Explanation> untold = new ArrayList<>(round.untold());
    if (untold.isEmpty() && newcomer.domain().isEmpty()) {
      untold.add(
          Explanation.of(
              "INVALID_CONFIGURATION", "the configuration gives no name that can be read"));
    }
    if (untold.isEmpty()) {
      decide(wish, round, newcomer);
    } else {
      refuse(wish, newcomer, untold);
    }
  }

  /** What was told counts no more. */
  private void again(Wish wish, Newcomer newcomer) {
    if (wish.questions < MOST_QUESTIONS) {
      loop.execute(() -> ask(wish));
    } else {
      List<Explanation> reasons = new ArrayList<>(wish.refusals);
      reasons.add(
          Explanation.of(
              "UNSETTLED",
              "asked " + MOST_QUESTIONS + " times, and each time something changed: ask again"));
      refuse(wish, newcomer, reasons);
    }
  }

  // What the answers lead to

  private void decide(Wish wish, CreationRound round, Newcomer newcomer) {
    Optional<BootBegun> boot = boots.concerning(newcomer.uuid(), newcomer.domain());
    if (boot.isPresent()) {
      join(wish, newcomer, boot.get());
      return;
    }
    Optional<DomainCreated> before = known.created(wish.digest);
    if (before.isPresent() && round.holders().size() == 1) {
      answer(wish, alreadyCreated(before.get(), round.holders().get(0)));
      return;
    }
    List<Explanation> objections = new ArrayList<>(round.copies());
    objections.addAll(gate.betweenPlaces(newcomer));
    if (objections.isEmpty()) {
      place(wish, round, newcomer);
    } else {
      refuse(wish, newcomer, objections);
    }
  }

  /** The same wish as one that is being fulfilled waits for that; another one is refused. */
  private void join(Wish wish, Newcomer newcomer, BootBegun boot) {
    boolean same =
        boot.isCreation()
            && boot.digest().equals(wish.digest)
            && (wish.host.isEmpty() || wish.host.equals(boot.target()));
    if (same) {
      boots.ending(boot).thenAccept(ending -> joined(wish, newcomer, ending));
    } else {
      refuse(
          wish,
          newcomer,
          List.of(
              new Explanation(
                  "BOOTING",
                  newcomer.domain() + " is being booted on " + boot.target() + " already",
                  Map.of("host", boot.target(), "order", boot.id()))));
    }
  }

  private void joined(Wish wish, Newcomer newcomer, Boots.Ending ending) {
    Optional<DomainCreated> created = known.created(wish.digest);
    if (ending.phase() == MigrationPhase.DONE && created.isPresent()) {
      answer(wish, alreadyCreated(created.get(), ending.boot().target()));
    } else {
      ended(wish, newcomer, ending, List.of());
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

  private void place(Wish wish, CreationRound round, Newcomer newcomer) {
    CreationGate.Place place = gate.place(newcomer, wish.host, wish.refusedBy);
    if (place.host().isPresent()) {
      begin(wish, round, newcomer, place.host().get(), place.reasons());
    } else {
      List<Explanation> reasons = new ArrayList<>(wish.refusals);
      reasons.addAll(place.reasons());
      refuse(wish, newcomer, reasons);
    }
  }

  private void begin(
      Wish wish, CreationRound round, Newcomer newcomer, String target, List<Explanation> why) {
    String id = round.id();
    LOG.info("creation {}: {} on {}: {}", id, newcomer.domain(), target, why);
    wish.begun = true;
    gate.begins(id, newcomer);
    around.news().begun(new Creation(false, id, newcomer.domain(), newcomer.uuid(), target, why));
    boots
        .begin(
            new BootBegun(
                id,
                newcomer.uuid(),
                newcomer.domain(),
                "",
                target,
                around.clock().millis(),
                wish.digest),
            newcomer.memoryBytes(),
            wish.configuration)
        .thenAccept(
            ending -> {
              keepConfiguration(wish, newcomer, ending);
              ended(wish, newcomer, ending, why);
            });
  }

  /** Its host may be lost before it has told how the domain is booted. */
  private void keepConfiguration(Wish wish, Newcomer newcomer, Boots.Ending ending) {
    if (ending.phase() == MigrationPhase.DONE
        && !newcomer.uuid().isEmpty()
        && wish.configuration.length() <= MOST_KEPT_CHARACTERS) {
      around
          .losses()
          .records()
          .keep(
              "configuration of " + newcomer.uuid(),
              new ConfigurationKept(
                  new DomainConfiguration(
                      newcomer.uuid(),
                      newcomer.domain(),
                      ConfigurationOrigin.GIVEN,
                      wish.digest,
                      wish.configuration,
                      "")));
    }
  }

  private void ended(Wish wish, Newcomer newcomer, Boots.Ending ending, List<Explanation> why) {
    BootBegun boot = ending.boot();
    boolean done = ending.phase() == MigrationPhase.DONE;
    boolean awaited = !wish.answer.isDone();
    if (awaited && ending.phase() == MigrationPhase.CANCELLED && ending.reasons().isEmpty()) {
      // The order was lost on its way, and will never be begun.
      again(wish, newcomer);
      return;
    }
    boolean elsewhere =
        awaited
            && ending.phase() == MigrationPhase.REFUSED
            && wish.host.isEmpty()
            && wish.refusedBy.add(boot.target())
            && ending.reasons().stream().allMatch(Creations::isOfTheHost);
    if (elsewhere) {
      wish.refusals.addAll(ending.reasons());
      again(wish, newcomer);
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

  private void refuse(Wish wish, Newcomer newcomer, List<Explanation> reasons) {
    answer(wish, refusal(wish, newcomer, reasons));
  }

  private static Creation refusal(Wish wish, Newcomer newcomer, List<Explanation> reasons) {
    return new Creation(false, "", newcomer.domain(), newcomer.uuid(), wish.host, reasons);
  }

  /** What was begun is told of also when nobody waits for the answer any more. */
  private void answer(Wish wish, Creation creation) {
    boolean first = wish.answer.complete(creation);
    if (first && !creation.created()) {
      LOG.info("{} is not created: {}", creation.domain(), creation.reasons());
    }
    if (!wish.told && (wish.begun || (first && !creation.created()))) {
      wish.told = true;
      around.news().ended(creation);
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
}
