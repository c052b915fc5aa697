// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.migration;

import java.io.IOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.agent.internal.AgentContext;
import org.transhume.agent.internal.Answers;
import org.transhume.agent.internal.journal.RememberedMigration;
import org.transhume.agent.internal.journal.RememberedOrder;
import org.transhume.agent.internal.preflight.Findings;
import org.transhume.agent.internal.relay.StreamDoor;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.Attendance;
import org.transhume.api.mx.BootOrder;
import org.transhume.api.mx.DomainElsewhere;
import org.transhume.api.mx.DomainSample;
import org.transhume.api.mx.MigrationMXBean;
import org.transhume.api.mx.MigrationOrder;
import org.transhume.api.mx.ObjectNames;
import org.transhume.api.mx.StandingRules;
import org.transhume.api.mx.StepResult;
import org.transhume.api.mx.StopOrder;
import org.transhume.api.mx.StreamTicket;
import org.transhume.migration.side.Side;
import org.transhume.migration.side.SideCommand.Order;
import org.transhume.migration.side.SideEvent;
import org.transhume.migration.side.SideReport;
import org.transhume.spi.hypervisor.ConfigurationReader.Named;
import org.transhume.spi.hypervisor.HypervisorException;

/**
 * Takes the orders of one host, checks what is asked, and hands on to the {@link MigrationRun} of
 * that id. Its work is done on the loop; its methods may be called from everywhere else, where the
 * futures may be awaited.
 */
public final class MigrationDesk {

  private static final Logger LOG = LoggerFactory.getLogger(MigrationDesk.class);
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");
  private static final int TOKEN_BYTES = 32;
  private static final int ID_BYTES = 5;

  private final MigrationSurroundings around;
  private final AgentContext context;
  private final MigrationShelf shelf = new MigrationShelf();
  private final Map<String, RememberedMigration> ended = new HashMap<>();
  private final Preflight preflight;
  private final Leadership leadership;
  private final Absences absences;
  private final BootDesk boots;
  private final StopDesk stops;

  /** A desk that remembers that epoch. */
  public MigrationDesk(MigrationSurroundings around, Epoch epoch) {
    this.around = around;
    this.context = around.context();
    this.preflight = new Preflight(around, shelf, this::isStopping);
    this.absences = new Absences(context, around.journal());
    this.leadership =
        new Leadership(
            context,
            around.journal(),
            epoch,
            this::epochSeen,
            word -> Optional.ofNullable(word.elsewhere()).ifPresent(absences::told));
    this.boots = new BootDesk(around, leadership, absences, this::isMovingOrStopping);
    this.stops =
        new StopDesk(
            around,
            leadership,
            (uuid, domain) -> shelf.isMoving(uuid) || boots.book().concerns(uuid, domain));
  }

  private boolean isMovingOrStopping(String uuid, String domain) {
    return shelf.isMoving(uuid) || isStopping(uuid, domain);
  }

  private boolean isStopping(String uuid, String domain) {
    return stops.book().concerns(uuid, domain);
  }

  /** Takes up what the journal remembers; on the loop, before any order. */
  public void recover(Map<String, RememberedMigration> remembered) {
    remembered.forEach(
        (id, known) -> {
          if (known.end().isPresent()) {
            shelf.remember(id, known.end().get());
            ended.put(id, known);
          } else {
            LOG.warn("migration {} of {} was under way", id, known.order().domain());
            add(known.side(), known.order(), MigrationPhase.FINISHING).recover(known.steps());
          }
        });
  }

  /** Takes up what the journal remembers of boots and stops; on the loop, before any order. */
  public void recoverOrders(
      Map<String, RememberedOrder> toBoot, Map<String, RememberedOrder> toStop) {
    boots.book().recover(toBoot);
    stops.book().recover(toStop);
  }

  /** Takes up what the journal remembers of domains that are elsewhere; as {@link #recover}. */
  public void recoverAbsences(List<DomainElsewhere> remembered) {
    absences.recover(remembered);
  }

  /** The domains that this host has had and that are elsewhere. */
  public List<DomainElsewhere> domainsElsewhere() {
    return absences.all();
  }

  /**
   * Somebody asks for a domain to be created here. Unless something speaks against it, it is being
   * created from now on until {@link #createEnded}.
   */
  public CompletableFuture<Optional<Explanation>> beginCreate(Named wanted) {
    return context.loop().call(() -> boots.creations().begin(wanted));
  }

  /** What was begun so has ended, in whatever way. */
  public void createEnded(Named wanted) {
    context.loop().execute(() -> boots.creations().end(wanted));
  }

  /** The leader's question before it has a domain created somewhere. */
  public CompletableFuture<StepResult> checkCreation(BootOrder order) {
    return boots.creations().check(order);
  }

  /** Boots a domain of a host that is known to be off, or creates one for the leader. */
  public CompletableFuture<StepResult> boot(BootOrder order) {
    return boots.book().give(order);
  }

  /** Gives up a boot that was not begun. */
  public CompletableFuture<StepResult> abortBoot(BootOrder order) {
    return boots.book().abort(order);
  }

  /** Stops a domain of this host for the leader. */
  public CompletableFuture<StepResult> stop(StopOrder order) {
    return stops.book().give(order);
  }

  /** Gives up a stop that was not begun. */
  public CompletableFuture<StepResult> abortStop(StopOrder order) {
    return stops.book().abort(order);
  }

  /** The newest epoch that is known. */
  public Epoch epoch() {
    return leadership.epoch();
  }

  /** The leading manager, while its word holds. */
  public Optional<String> manager() {
    return leadership.manager();
  }

  /** Most memory per second that each outgoing migration copies while its domain runs. */
  public long bandwidthLimitBytesPerSecond() {
    return leadership.bandwidthLimitBytesPerSecond();
  }

  /** Whether a migration of that domain is under way here. */
  public boolean isMoving(String domainUuid) {
    return shelf.isMoving(domainUuid);
  }

  /** Whether that domain is on its way to this host; asked on the loop. */
  public boolean isArriving(String domainUuid) {
    return shelf.isArriving(domainUuid);
  }

  private void epochSeen(Epoch newer) {
    shelf.underWay().forEach(run -> run.happened(new SideEvent.EpochSeen(newer)));
  }

  // Orders

  /** A leader's word that it is there. */
  public CompletableFuture<StepResult> attend(Attendance word) {
    return leadership.attend(word).thenApply(this::tellingRules);
  }

  /** The manager gives others where it finds that these are not its own. */
  private StepResult tellingRules(StepResult answer) {
    return answer.accepted()
        ? new StepResult(
            true,
            answer.phase(),
            List.of(),
            null,
            Map.of(StepResult.RULES, around.rules().standing().mark()))
        : answer;
  }

  /** Puts a leader's rules in the place of those that are kept. */
  public CompletableFuture<StepResult> keepRules(StandingRules rules) {
    return leadership
        .under(rules.epoch(), () -> around.rules().keep(rules))
        .whenComplete((answer, failure) -> context.loop().execute(() -> around.watch().lookSoon()));
  }

  /** Either: checks, and begins nothing. Changes nothing either, so that no epoch counts. */
  public CompletableFuture<StepResult> check(MigrationOrder order) {
    long asked = context.nanoTime().getAsLong();
    Side side = sideOf(order);
    CompletableFuture<StepResult> answer = new CompletableFuture<>();
    look(
        () -> preflight.lookInDepth(side, order, asked),
        look -> answer.complete(preflight.answer(side, order, look)),
        failure ->
            answer.complete(
                StepResult.refused(MigrationPhase.CHECKING, List.of(failure.explanation()))));
    return answer;
  }

  /** Target: checks, reserves, and gives a ticket. */
  public CompletableFuture<StepResult> prepare(MigrationOrder order) {
    long asked = context.nanoTime().getAsLong();
    return begin(
        Side.TARGET,
        order,
        () -> preflight.lookInDepth(Side.TARGET, order, asked),
        this::beginTarget);
  }

  /** Source: checks, and begins to send to the ticket's address. */
  public CompletableFuture<StepResult> send(MigrationOrder order, StreamTicket ticket) {
    return begin(
        Side.SOURCE, order, preflight::look, (run, look) -> beginSource(run, look, ticket));
  }

  /** Either: records that GO may pass. */
  public CompletableFuture<StepResult> handOver(MigrationOrder order) {
    SideEvent event = new SideEvent.HandOverOrdered(order.epoch());
    return toRun(order, Order.HAND_OVER, event, () -> unknown(order));
  }

  /** Either: looks, cleans up, closes. */
  public CompletableFuture<StepResult> finish(MigrationOrder order) {
    Side other = sideOf(order).other();
    SideEvent event = new SideEvent.FinishOrdered(SideReport.from(order.attachments(), other));
    Supplier<CompletableFuture<StepResult>> finishing =
        () -> toRun(order, Order.FINISH, event, () -> finishUnbegun(order, event));
    return other == Side.SOURCE && bringsStates(order)
        ? leadership.under(
            order.epoch(),
            () ->
                around
                    .wrappers()
                    .take(order)
                    .thenComposeAsync(taken -> finishing.get(), context.loop()))
        : finishing.get();
  }

  private static boolean bringsStates(MigrationOrder order) {
    return order.attachments().keySet().stream()
        .anyMatch(name -> name.startsWith(MigrationOrder.WRAPPER_STATE));
  }

  /** Either: calls off. */
  public CompletableFuture<StepResult> abort(MigrationOrder order) {
    Explanation why =
        Optional.ofNullable(order.attachments().get(MigrationOrder.REFUSED_BECAUSE))
            .map(text -> Explanation.of("REFUSED_BY_MANAGER", text))
            .orElse(Explanation.of("ABORTED", "the manager called it off"));
    return toRun(order, Order.ABORT, new SideEvent.Aborted(why), () -> abortUnbegun(order, why));
  }

  /** An operator asks for a migration of a domain of this host; the answer is its id. */
  public CompletableFuture<String> request(DomainSample domain, String target) {
    return context
        .loop()
        .call(
            () -> {
              requireManager(domain);
              MigrationOrder order =
                  new MigrationOrder(
                      newId(),
                      leadership.epoch(),
                      domain.uuid(),
                      domain.name(),
                      context.host(),
                      target,
                      0,
                      Map.of(
                          MigrationOrder.REASON, "asked for at " + context.host(),
                          MigrationOrder.REQUESTED_BY, "operator at " + context.host()));
              add(Side.SOURCE, order, MigrationPhase.REQUESTED).request();
              return order.migrationId();
            });
  }

  private void requireManager(DomainSample domain) {
    if (manager().isEmpty()) {
      throw new IllegalStateException(
          "no manager attends to "
              + context.host()
              + ": start one, or add this agent to its endpoints; an agent moves nothing without a"
              + " manager");
    }
    if (isMoving(domain.uuid())) {
      throw new IllegalStateException(domain.name() + " is already being moved");
    }
  }

  private CompletableFuture<StepResult> cancel(MigrationRun run) {
    Explanation why = Explanation.of("CANCELLED", "an operator cancelled it at " + context.host());
    return context
        .loop()
        .begin(
            () ->
                run.begun()
                    ? run.ordered(Order.ABORT, new SideEvent.Aborted(why))
                    : abortUnbegun(run.order(), why));
  }

  // How an order becomes a run

  /** What checks lead to: reasons against it, or how to begin. */
  private record Beginning(Findings findings, Runnable act) {}

  /** A look that may take its time. */
  @FunctionalInterface
  private interface Looking {
    Preflight.Look look() throws HypervisorException;
  }

  private CompletableFuture<StepResult> begin(
      Side side,
      MigrationOrder order,
      Looking looking,
      BiFunction<MigrationRun, Preflight.Look, Beginning> checks) {
    return leadership.under(
        order.epoch(),
        () -> {
          Optional<MigrationRun> known = shelf.run(order.migrationId());
          if (known.isPresent() && known.get().phase() != MigrationPhase.REQUESTED) {
            return known.get().side() == side ? known.get().firstAnswer() : otherSide(known.get());
          }
          if (!ID.matcher(order.migrationId()).matches()) {
            return answer(
                MigrationPhase.REFUSED,
                "INVALID_ID",
                "a migration's id is made of letters, digits, dots and hyphens, at most 64");
          }
          Optional<MigrationPhase> end = shelf.end(order.migrationId());
          return end.isPresent()
              ? answer(end.get(), "ALREADY_OVER", "it ended as " + end.get())
              : check(add(side, order, MigrationPhase.CHECKING), looking, checks);
        });
  }

  private CompletableFuture<StepResult> check(
      MigrationRun run,
      Looking looking,
      BiFunction<MigrationRun, Preflight.Look, Beginning> checks) {
    look(
        looking,
        look -> checked(run, checks.apply(run, look)),
        failure -> refuse(run, List.of(failure.explanation())));
    return run.firstAnswer();
  }

  /** Looks on a worker; what follows is done on the loop. */
  private void look(
      Looking looking, Consumer<Preflight.Look> then, Consumer<HypervisorException> otherwise) {
    context
        .execution()
        .workers()
        .execute(
            () -> {
              try {
                Preflight.Look look = looking.look();
                context.loop().execute(() -> then.accept(look));
              } catch (HypervisorException e) {
                context.loop().execute(() -> otherwise.accept(e));
              }
            });
  }

  private void checked(MigrationRun run, Beginning beginning) {
    if (run.phase().isFinal()) {
      return;
    }
    List<Explanation> objections = beginning.findings().objections();
    if (!objections.isEmpty()) {
      if (run.side() == Side.TARGET && beginning.findings().pass()) {
        putOff(run, objections);
      } else {
        refuse(run, objections);
      }
      return;
    }
    around
        .journal()
        .write(
            file -> file.order(run.side(), run.order()),
            failure -> context.loop().execute(() -> recorded(run, failure, beginning)));
  }

  private void recorded(MigrationRun run, Optional<IOException> failure, Beginning beginning) {
    if (run.phase().isFinal()) {
      return;
    }
    if (failure.isPresent()) {
      refuse(run, List.of(JournalLane.explain(failure.get())));
    } else {
      beginning.act().run();
    }
  }

  private Beginning beginTarget(MigrationRun run, Preflight.Look look) {
    Findings findings = preflight.atTarget(run.order(), look);
    Optional<StreamDoor> door = around.door().get();
    if (findings.objections().isEmpty()) {
      preflight.reserve(run.order());
    }
    return new Beginning(
        findings, () -> run.beginTarget(door.orElseThrow(), ticket(door.orElseThrow())));
  }

  private Beginning beginSource(MigrationRun run, Preflight.Look look, StreamTicket ticket) {
    return new Beginning(
        preflight.atSource(run.order(), look),
        () ->
            run.beginSource(preflight.domain(run.order(), look).orElseThrow().identity(), ticket));
  }

  /** Refused for now: nothing stays of the order, which may come again. */
  private void putOff(MigrationRun run, List<Explanation> reasons) {
    shelf.remove(run);
    around.mbeans().unregister(ObjectNames.migration(context.host(), run.order().migrationId()));
    run.putOff(reasons);
    around.wrappers().settled(run.order().domainUuid());
  }

  private void refuse(MigrationRun run, List<Explanation> reasons) {
    if (!run.phase().isFinal()) {
      run.end(MigrationPhase.REFUSED, reasons);
    }
  }

  private StreamTicket ticket(StreamDoor door) {
    byte[] secret = new byte[TOKEN_BYTES];
    context.execution().random().nextBytes(secret);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    return new StreamTicket(
        context.settings().get().streams().advertisedHost(), door.port(), token);
  }

  private MigrationRun add(Side side, MigrationOrder order, MigrationPhase phase) {
    MigrationRun run =
        new MigrationRun(
            around, side, order, phase, leadership::bandwidthLimitBytesPerSecond, this::ended);
    shelf.put(run);
    around.mbeans().unregister(ObjectNames.migration(context.host(), order.migrationId()));
    around
        .mbeans()
        .register(
            ObjectNames.migration(context.host(), order.migrationId()),
            new MigrationBean(
                run::view, run::guestFigures, context.clock(), () -> awaitCancel(run)),
            MigrationMXBean.class);
    return run;
  }

  private StepResult awaitCancel(MigrationRun run) {
    long millis = context.settings().get().patience().answerMillis();
    return Answers.await(cancel(run), millis, run::phase);
  }

  private void ended(MigrationRun run) {
    absences.ended(run);
    for (MigrationRun old : shelf.ended(run)) {
      around.mbeans().unregister(ObjectNames.migration(context.host(), old.order().migrationId()));
    }
    settleWrappers(run);
  }

  private void settleWrappers(MigrationRun run) {
    String uuid = run.order().domainUuid();
    boolean moved = run.phase() == MigrationPhase.DONE;
    if (run.phase() == MigrationPhase.REPAIR) {
      around.wrappers().settled(uuid);
    } else if (run.side() == Side.TARGET && moved) {
      around.wrappers().arrived(run.order());
    } else if (run.side() == Side.TARGET) {
      around.wrappers().stayedAway(uuid);
    } else if (moved) {
      around.wrappers().departed(uuid);
    } else {
      around.wrappers().settled(uuid);
    }
  }

  // Orders to a run, and to none

  private CompletableFuture<StepResult> toRun(
      MigrationOrder order,
      Order what,
      SideEvent event,
      Supplier<CompletableFuture<StepResult>> otherwise) {
    return leadership.under(
        order.epoch(),
        () ->
            shelf
                .run(order.migrationId())
                .filter(MigrationRun::begun)
                .map(
                    run -> {
                      run.told(order.attachments());
                      return run.ordered(what, event);
                    })
                .orElseGet(otherwise));
  }

  private CompletableFuture<StepResult> unknown(MigrationOrder order) {
    return answer(
        shelf.end(order.migrationId()).orElse(MigrationPhase.REFUSED),
        "UNKNOWN_MIGRATION",
        context.host() + " has begun no migration " + order.migrationId());
  }

  /**
   * Nothing was begun here, or it is over. An answer without a report proves nothing; therefore
   * what ended in an earlier life of the agent is taken up again and looked at, unless the domain
   * moves anew.
   */
  private CompletableFuture<StepResult> finishUnbegun(MigrationOrder order, SideEvent event) {
    closeRequest(order);
    RememberedMigration known = ended.remove(order.migrationId());
    if (known != null && !isMoving(known.order().domainUuid())) {
      MigrationRun run = add(known.side(), known.order(), MigrationPhase.FINISHING);
      run.recover(known.steps());
      run.told(order.attachments());
      return run.ordered(Order.FINISH, event);
    }
    MigrationPhase end = shelf.end(order.migrationId()).orElse(MigrationPhase.REFUSED);
    Explanation why =
        Explanation.of(
            "NOTHING_TO_FINISH",
            context.host() + " has nothing to finish of migration " + order.migrationId());
    return CompletableFuture.completedFuture(
        new StepResult(true, end, List.of(why), null, Map.of()));
  }

  /** The manager is done with what was asked for here, and this side was never to begin. */
  private void closeRequest(MigrationOrder order) {
    shelf
        .run(order.migrationId())
        .filter(run -> run.phase() == MigrationPhase.REQUESTED)
        .ifPresent(
            run ->
                run.end(
                    MigrationPhase.CANCELLED,
                    List.of(
                        Explanation.of(
                            "NOT_BEGUN", "the manager has ended it before it began here"))));
  }

  private CompletableFuture<StepResult> abortUnbegun(MigrationOrder order, Explanation why) {
    Optional<MigrationPhase> over = shelf.end(order.migrationId());
    if (over.isPresent()) {
      boolean moved = over.get() == MigrationPhase.DONE || over.get() == MigrationPhase.REPAIR;
      return moved
          ? answer(over.get(), "ALREADY_OVER", "it ended as " + over.get())
          : CompletableFuture.completedFuture(StepResult.accepted(over.get()));
    }
    boolean request = order.attachments().containsKey(MigrationOrder.REFUSED_BECAUSE);
    MigrationPhase end = request ? MigrationPhase.REFUSED : MigrationPhase.CANCELLED;
    MigrationRun run =
        shelf
            .run(order.migrationId())
            .orElseGet(() -> add(sideOf(order), order, MigrationPhase.CHECKING));
    return around
        .journal()
        .write(file -> file.order(run.side(), run.order()))
        .thenComposeAsync(
            failure -> {
              // Not being able to remember it is no reason to go on with it.
              failure.ifPresent(e -> LOG.error("an abort could not be recorded", e));
              return endUnbegun(run, end, why);
            },
            context.loop());
  }

  /** Its checks may have passed while the abort was recorded: then the protocol has the word. */
  private static CompletableFuture<StepResult> endUnbegun(
      MigrationRun run, MigrationPhase end, Explanation why) {
    if (run.begun()) {
      return run.ordered(Order.ABORT, new SideEvent.Aborted(why));
    }
    if (!run.phase().isFinal()) {
      run.end(end, List.of(why));
    }
    return CompletableFuture.completedFuture(StepResult.accepted(run.phase()));
  }

  private Side sideOf(MigrationOrder order) {
    return order.target().equals(context.host()) ? Side.TARGET : Side.SOURCE;
  }

  private CompletableFuture<StepResult> otherSide(MigrationRun run) {
    return answer(
        run.phase(),
        "OTHER_SIDE",
        context.host() + " is the " + run.side().word() + " of this migration");
  }

  private String newId() {
    byte[] bytes = new byte[ID_BYTES];
    context.execution().random().nextBytes(bytes);
    return "a-" + Long.toString(context.nowMillis(), 36) + "-" + HexFormat.of().formatHex(bytes);
  }

  private static CompletableFuture<StepResult> answer(
      MigrationPhase phase, String code, String text) {
    return CompletableFuture.completedFuture(
        StepResult.refused(phase, List.of(Explanation.of(code, text))));
  }
}
