// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.migration;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.agent.internal.AgentContext;
import org.transhume.agent.internal.journal.AgentJournal;
import org.transhume.agent.internal.journal.RememberedOrder;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.HostState;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.BootOrder;
import org.transhume.api.mx.StepResult;
import org.transhume.rules.HostGate;
import org.transhume.spi.hypervisor.DomainObservation;
import org.transhume.spi.hypervisor.HostObservation;
import org.transhume.spi.hypervisor.HypervisorException;
import org.transhume.spi.hypervisor.Reason;

/**
 * Boots domains of hosts that are off, and those that operators want of the leader. Where a crash
 * left open whether a domain was booted, what is found tells, and else a person has to. Belongs to
 * the loop.
 */
final class BootDesk implements OrderBook.Deed<BootOrder> {

  private static final Logger LOG = LoggerFactory.getLogger(BootDesk.class);

  private final MigrationSurroundings around;
  private final AgentContext context;
  private final Absences absences;
  private final BiPredicate<String, String> isMovingOrStopping;
  private final CreationDesk creations;
  private final OrderBook<BootOrder> book;

  /**
   * A desk without orders.
   *
   * @param isMovingOrStopping whether the domain of a uuid or of a name is being moved or stopped
   */
  BootDesk(
      MigrationSurroundings around,
      Leadership leadership,
      Absences absences,
      BiPredicate<String, String> isMovingOrStopping) {
    this.around = around;
    this.context = around.context();
    this.absences = absences;
    this.isMovingOrStopping = isMovingOrStopping;
    this.creations = new CreationDesk(context, leadership, absences, this::isBusy);
    this.book = new OrderBook<>(around, leadership, this);
  }

  /** Who may create what here. */
  CreationDesk creations() {
    return creations;
  }

  /** The orders that were given. */
  OrderBook<BootOrder> book() {
    return book;
  }

  private boolean isBusy(String uuid, String domain) {
    return isMovingOrStopping.test(uuid, domain) || book.concerns(uuid, domain);
  }

  @Override
  public String id(BootOrder order) {
    return order.bootId();
  }

  @Override
  public Epoch epoch(BootOrder order) {
    return order.epoch();
  }

  @Override
  public RememberedOrder remembered(BootOrder order, MigrationPhase phase) {
    return new RememberedOrder(order.domainUuid(), order.domain(), phase);
  }

  @Override
  public void write(AgentJournal file, String id, RememberedOrder order) throws IOException {
    file.boot(id, order);
  }

  @Override
  public Optional<Explanation> objection(BootOrder order) {
    HostState state = around.watch().state();
    if (state != HostState.ACTIVE) {
      return Optional.of(
          Explanation.of(
              "TARGET_STATE", context.host() + " is " + state + " and accepts no domain"));
    }
    return isBusy(order.domainUuid(), order.domain())
        ? Optional.of(
            Explanation.of(
                "DOMAIN_BUSY",
                order.domain()
                    + " is being booted, moved or stopped on "
                    + context.host()
                    + " already"))
        : absences.objectionTo(order).or(() -> creations.objectionTo(order));
  }

  @Override
  public List<Explanation> lookBefore(BootOrder order) {
    List<Explanation> reasons = new ArrayList<>();
    try {
      Map<String, String> here = new HashMap<>();
      for (DomainObservation copy : context.hypervisor().observe().domains()) {
        here.put(copy.identity().uuid(), copy.baseName());
        if (CreationDesk.isSame(
            copy.identity().uuid(), copy.baseName(), order.domainUuid(), order.domain())) {
          reasons.add(CreationDesk.alreadyHere(context.host(), copy));
        }
      }
      reasons.addAll(rulesAgainst(order, here));
    } catch (HypervisorException e) {
      reasons.add(e.explanation());
    }
    return reasons;
  }

  private List<Explanation> rulesAgainst(BootOrder order, Map<String, String> here) {
    HostGate gate = around.rules().gate();
    String uuid = order.domainUuid();
    List<Explanation> reasons = new ArrayList<>(gate.kept(uuid, order.domain()));
    reasons.addAll(gate.pinned(uuid, order.domain()));
    reasons.addAll(gate.closed());
    reasons.addAll(gate.banned(uuid, order.domain()));
    reasons.addAll(gate.fencedOut(uuid, order.domain()));
    reasons.addAll(gate.together(uuid, order.domain(), here));
    return reasons;
  }

  @Override
  public void carryOut(BootOrder order, Consumer<StepResult> ended) {
    LOG.info(
        "{}: {} {}, order {}",
        context.host(),
        order.isCreation() ? "creates" : "boots of lost " + order.lostHost(),
        order.domain(),
        order.bootId());
    try {
      context.hypervisor().create(order.configuration());
      look(
          remembered(order, MigrationPhase.PREPARING), order.isCreation(), Optional.empty(), ended);
    } catch (HypervisorException e) {
      LOG.warn("{}: {} was not booted", context.host(), order.domain(), e);
      look(remembered(order, MigrationPhase.PREPARING), false, Optional.of(e), ended);
    }
  }

  @Override
  public void lookAfter(BootOrder order, RememberedOrder known, Consumer<StepResult> ended) {
    look(known, order.isCreation(), Optional.empty(), ended);
  }

  /** Looks for what became of it; what a tool said counts less than what is there. */
  private void look(
      RememberedOrder known,
      boolean mayBeStill,
      Optional<HypervisorException> failure,
      Consumer<StepResult> ended) {
    StepResult result = resultAfter(known, mayBeStill, failure);
    context.loop().execute(() -> ended.accept(result));
  }

  /**
   * What became of it.
   *
   * @param mayBeStill whether it counts also paused, as its configuration may have it
   */
  private StepResult resultAfter(
      RememberedOrder known, boolean mayBeStill, Optional<HypervisorException> failure) {
    try {
      HostObservation seen = context.hypervisor().observe();
      Optional<String> here =
          seen.domains().stream()
              .filter(copy -> copy.state().isRunning() || mayBeStill)
              .filter(copy -> isWhat(known, copy))
              .map(copy -> copy.identity().uuid())
              .findFirst();
      if (here.isPresent()) {
        return done(here.get());
      }
    } catch (HypervisorException e) {
      return undecided(known, e.getMessage());
    }
    boolean certain =
        failure
            .map(HypervisorException::reason)
            .filter(reason -> reason != Reason.TIMED_OUT && reason != Reason.KILLED)
            .isPresent();
    return certain
        ? StepResult.refused(MigrationPhase.REFUSED, List.of(failure.get().explanation()))
        : undecided(
            known, failure.map(Throwable::getMessage).orElse("it does not run there any more"));
  }

  /** A creation that left the uuid to the hypervisor is known by its name. */
  private static boolean isWhat(RememberedOrder known, DomainObservation copy) {
    return known.domainUuid().isEmpty()
        ? copy.baseName().equals(known.domain())
        : copy.identity().uuid().equals(known.domainUuid());
  }

  private static StepResult done(String uuid) {
    return new StepResult(
        true, MigrationPhase.DONE, List.of(), null, Map.of(StepResult.DOMAIN_UUID, uuid));
  }

  private StepResult undecided(RememberedOrder known, String why) {
    return StepResult.refused(
        MigrationPhase.REPAIR,
        List.of(
            Explanation.of(
                "BOOT_UNDECIDED",
                "whether "
                    + known.domain()
                    + " was booted on "
                    + context.host()
                    + " cannot be told: "
                    + why
                    + "; look there with xl list, and boot it by hand if it runs nowhere")));
  }

  @Override
  public void ended(BootOrder order, StepResult result) {
    if (result.phase() == MigrationPhase.DONE) {
      absences.booted(order.domainUuid());
    }
  }

  @Override
  public StepResult over(RememberedOrder known) {
    return switch (known.phase()) {
      case DONE -> done(known.domainUuid());
      case CANCELLED -> StepResult.accepted(known.phase());
      case REPAIR -> undecided(known, "an earlier look could not tell either");
      default -> OrderBook.refused("ALREADY_OVER", "it ended as " + known.phase());
    };
  }
}
