// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.migration;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.agent.internal.AgentContext;
import org.transhume.agent.internal.journal.RememberedBoot;
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
 * Boots domains of hosts that are off, and those that operators want of the leader. Each order is
 * written down before the hypervisor is asked, so that none is carried out twice; where a crash
 * left open whether a domain was booted, what is found tells, and else a person has to. Belongs to
 * the loop.
 */
final class BootDesk {

  private static final Logger LOG = LoggerFactory.getLogger(BootDesk.class);
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");

  private final MigrationSurroundings around;
  private final AgentContext context;
  private final Leadership leadership;
  private final Absences absences;
  private final Predicate<String> isMoving;
  private final CreationDesk creations;
  private final Map<String, Boot> boots = new HashMap<>();

  /** One boot: what is written down of it, and its answer. */
  private static final class Boot {
    private final CompletableFuture<StepResult> answer = new CompletableFuture<>();
    private RememberedBoot known;

    /** Whether it is from before a restart, so that nobody knows how far it came. */
    private boolean forgotten;

    Boot(RememberedBoot known) {
      this.known = known;
    }
  }

  BootDesk(
      MigrationSurroundings around,
      Leadership leadership,
      Absences absences,
      Predicate<String> isMoving) {
    this.around = around;
    this.context = around.context();
    this.leadership = leadership;
    this.absences = absences;
    this.isMoving = isMoving;
    this.creations = new CreationDesk(context, leadership, absences, this::isMovingOrBooting);
  }

  /** Who may create what here. */
  CreationDesk creations() {
    return creations;
  }

  private boolean isMovingOrBooting(String uuid, String domain) {
    return isMoving.test(uuid)
        || boots.values().stream()
            .map(boot -> boot.known)
            .filter(known -> !known.phase().isFinal())
            .anyMatch(
                known -> CreationDesk.isSame(known.domainUuid(), known.domain(), uuid, domain));
  }

  void recover(Map<String, RememberedBoot> remembered) {
    remembered.forEach(
        (id, known) -> {
          Boot boot = new Boot(known);
          boot.forgotten = !known.phase().isFinal();
          if (known.phase().isFinal()) {
            boot.answer.complete(over(known));
          }
          boots.put(id, boot);
        });
  }

  CompletableFuture<StepResult> boot(BootOrder order) {
    return leadership.under(order.epoch(), () -> known(order).orElseGet(() -> begin(order)));
  }

  CompletableFuture<StepResult> abort(BootOrder order) {
    return leadership.under(order.epoch(), () -> known(order).orElseGet(() -> giveUp(order)));
  }

  /** The answer to an order that was given before. */
  private Optional<CompletableFuture<StepResult>> known(BootOrder order) {
    Boot boot = boots.get(order.bootId());
    if (boot == null) {
      return ID.matcher(order.bootId()).matches()
          ? Optional.empty()
          : Optional.of(
              done(refused("INVALID_ID", "a boot's id is made of letters, digits, dots, hyphens")));
    }
    if (boot.forgotten) {
      boot.forgotten = false;
      look(order, boot, Optional.empty());
    }
    return Optional.of(boot.answer);
  }

  private CompletableFuture<StepResult> giveUp(BootOrder order) {
    Boot boot = new Boot(rememberedOf(order, MigrationPhase.CANCELLED));
    boots.put(order.bootId(), boot);
    around
        .journal()
        .write(
            file -> file.boot(order.bootId(), boot.known),
            failure -> context.loop().execute(() -> gaveUp(order, boot, failure)));
    return boot.answer;
  }

  /** Until it is written down that it is given up, a restart could forget so. */
  private void gaveUp(BootOrder order, Boot boot, Optional<IOException> failure) {
    if (failure.isPresent()) {
      boots.remove(order.bootId());
      boot.answer.complete(
          StepResult.refused(
              MigrationPhase.PREPARING, List.of(JournalLane.explain(failure.get()))));
    } else {
      boot.answer.complete(StepResult.accepted(MigrationPhase.CANCELLED));
    }
  }

  private CompletableFuture<StepResult> begin(BootOrder order) {
    Optional<Explanation> objection = objection(order);
    Boot boot = new Boot(rememberedOf(order, MigrationPhase.PREPARING));
    boots.put(order.bootId(), boot);
    if (objection.isPresent()) {
      end(order, boot, StepResult.refused(MigrationPhase.REFUSED, List.of(objection.get())));
      return boot.answer;
    }
    context
        .execution()
        .workers()
        .execute(
            () -> {
              List<Explanation> reasons = lookBefore(order);
              context.loop().execute(() -> looked(order, boot, reasons));
            });
    return boot.answer;
  }

  private Optional<Explanation> objection(BootOrder order) {
    HostState state = around.watch().state();
    if (state != HostState.ACTIVE) {
      return Optional.of(
          Explanation.of(
              "TARGET_STATE", context.host() + " is " + state + " and accepts no domain"));
    }
    return isMovingOrBooting(order.domainUuid(), order.domain())
        ? Optional.of(
            Explanation.of(
                "DOMAIN_BUSY",
                order.domain() + " is being booted or moved on " + context.host() + " already"))
        : absences.objectionTo(order).or(() -> creations.objectionTo(order));
  }

  private List<Explanation> lookBefore(BootOrder order) {
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

  private void looked(BootOrder order, Boot boot, List<Explanation> reasons) {
    if (!reasons.isEmpty()) {
      end(order, boot, StepResult.refused(MigrationPhase.REFUSED, reasons));
      return;
    }
    around
        .journal()
        .write(
            file -> file.boot(order.bootId(), boot.known),
            failure -> context.loop().execute(() -> recorded(order, boot, failure)));
  }

  private void recorded(BootOrder order, Boot boot, Optional<IOException> failure) {
    if (failure.isPresent()) {
      boot.known = boot.known.with(MigrationPhase.REFUSED);
      boot.answer.complete(
          StepResult.refused(MigrationPhase.REFUSED, List.of(JournalLane.explain(failure.get()))));
    } else if (leadership.epoch().isNewerThan(order.epoch())) {
      end(order, boot, refused("STALE_EPOCH", "a newer leader came while it was being checked"));
    } else {
      context.execution().workers().execute(() -> create(order, boot));
    }
  }

  private void create(BootOrder order, Boot boot) {
    LOG.info(
        "{}: {} {}, order {}",
        context.host(),
        order.isCreation() ? "creates" : "boots of lost " + order.lostHost(),
        order.domain(),
        order.bootId());
    try {
      context.hypervisor().create(order.configuration());
      context.loop().execute(() -> look(order, boot, Optional.empty()));
    } catch (HypervisorException e) {
      LOG.warn("{}: {} was not booted", context.host(), order.domain(), e);
      context.loop().execute(() -> look(order, boot, Optional.of(e)));
    }
  }

  /** Looks for what became of it; what a tool said counts less than what is there. */
  private void look(BootOrder order, Boot boot, Optional<HypervisorException> failure) {
    context
        .execution()
        .workers()
        .execute(
            () -> {
              boolean mayBeStill = order.isCreation() && failure.isEmpty();
              StepResult result = resultAfter(boot.known, mayBeStill, failure);
              context.loop().execute(() -> end(order, boot, result));
            });
  }

  /**
   * What became of it.
   *
   * @param mayBeStill whether it counts also paused, as its configuration may have it
   */
  private StepResult resultAfter(
      RememberedBoot known, boolean mayBeStill, Optional<HypervisorException> failure) {
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
  private static boolean isWhat(RememberedBoot known, DomainObservation copy) {
    return known.domainUuid().isEmpty()
        ? copy.baseName().equals(known.domain())
        : copy.identity().uuid().equals(known.domainUuid());
  }

  private static StepResult done(String uuid) {
    return new StepResult(
        true, MigrationPhase.DONE, List.of(), null, Map.of(StepResult.DOMAIN_UUID, uuid));
  }

  private StepResult undecided(RememberedBoot known, String why) {
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

  /** An end that cannot be written is told all the same: after a restart, what is found tells. */
  private void end(BootOrder order, Boot boot, StepResult result) {
    boot.known = boot.known.with(result.phase());
    if (result.phase() == MigrationPhase.DONE) {
      absences.booted(order.domainUuid());
    }
    around.watch().lookSoon();
    around
        .journal()
        .write(
            file -> file.boot(order.bootId(), boot.known),
            failure -> {
              failure.ifPresent(
                  e -> LOG.warn("{}: the end of a boot is not kept", context.host(), e));
              boot.answer.complete(result);
            });
  }

  private StepResult over(RememberedBoot known) {
    return switch (known.phase()) {
      case DONE -> done(known.domainUuid());
      case CANCELLED -> StepResult.accepted(known.phase());
      case REPAIR -> undecided(known, "an earlier look could not tell either");
      default -> refused("ALREADY_OVER", "it ended as " + known.phase());
    };
  }

  private static RememberedBoot rememberedOf(BootOrder order, MigrationPhase phase) {
    return new RememberedBoot(order.domainUuid(), order.domain(), phase);
  }

  private static StepResult refused(String code, String text) {
    return StepResult.refused(MigrationPhase.REFUSED, List.of(Explanation.of(code, text)));
  }

  private static CompletableFuture<StepResult> done(StepResult result) {
    return CompletableFuture.completedFuture(result);
  }
}
