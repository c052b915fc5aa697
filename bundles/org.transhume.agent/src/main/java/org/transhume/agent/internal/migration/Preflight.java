// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.migration;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.agent.internal.AgentContext;
import org.transhume.agent.internal.preflight.ArrivalSituation;
import org.transhume.agent.internal.preflight.ClockReading;
import org.transhume.agent.internal.preflight.DepartureSituation;
import org.transhume.agent.internal.preflight.FactSheet;
import org.transhume.agent.internal.preflight.Findings;
import org.transhume.agent.internal.preflight.PrepareChecks;
import org.transhume.agent.internal.preflight.Reservations;
import org.transhume.agent.internal.preflight.SendChecks;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.MigrationOrder;
import org.transhume.api.mx.StepResult;
import org.transhume.migration.side.Side;
import org.transhume.spi.hypervisor.DomainObservation;
import org.transhume.spi.hypervisor.HostObservation;
import org.transhume.spi.hypervisor.HypervisorException;
import org.transhume.spi.hypervisor.MigrationSurvey;
import org.transhume.spi.hypervisor.SourceFacts;
import org.transhume.spi.hypervisor.TargetFacts;

/**
 * Looks at this host for the checks, asks them, and keeps what the target has promised. Looks may
 * take their time and run anywhere; the rest belongs to the loop.
 */
final class Preflight {

  private static final Logger LOG = LoggerFactory.getLogger(Preflight.class);
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final MigrationSurroundings around;
  private final AgentContext context;
  private final MigrationShelf shelf;
  private final BiPredicate<String, String> isStopping;
  private final Reservations reservations = new Reservations();

  /**
   * Checks for the migrations of that shelf.
   *
   * @param isStopping whether the domain of a uuid or of a name is being stopped
   */
  Preflight(
      MigrationSurroundings around, MigrationShelf shelf, BiPredicate<String, String> isStopping) {
    this.around = around;
    this.context = around.context();
    this.shelf = shelf;
    this.isStopping = isStopping;
  }

  /**
   * What was seen of this host.
   *
   * @param host domains and memory
   * @param source what a domain lives on here; unknown where it was not asked for
   * @param target what this host has for an arriving one; unknown where it was not asked for
   * @param askedNanos when this host was asked, by the clock that never jumps
   * @param clockReadNanos when its clock had been read, by the same
   */
  record Look(
      HostObservation host,
      SourceFacts source,
      TargetFacts target,
      long askedNanos,
      long clockReadNanos) {

    /** How long after the question the clock may have been read. */
    long delayMillis() {
      return (clockReadNanos - askedNanos) / NANOS_PER_MILLI;
    }
  }

  /** What is needed to send. Blocks. */
  Look look() throws HypervisorException {
    return new Look(context.hypervisor().observe(), SourceFacts.UNKNOWN, TargetFacts.UNKNOWN, 0, 0);
  }

  /** Everything that can be found out. Blocks. */
  Look lookInDepth(Side side, MigrationOrder order, long askedNanos) throws HypervisorException {
    HostObservation host = context.hypervisor().observe();
    long clockRead = context.nanoTime().getAsLong();
    SourceFacts source = SourceFacts.UNKNOWN;
    TargetFacts target = TargetFacts.UNKNOWN;
    if (context.hypervisor() instanceof MigrationSurvey survey) {
      if (side == Side.TARGET) {
        target = survey.targetFacts(order.domain(), FactSheet.source(order.attachments()));
      } else {
        Optional<DomainObservation> domain =
            new DepartureSituation(order, context.host(), host, "", false, around.rules().gate())
                .domain();
        source = domain.isEmpty() ? source : survey.sourceFacts(domain.get().identity());
      }
    }
    return new Look(host, source, target, askedNanos, clockRead);
  }

  /** The domain that is to leave. */
  Optional<DomainObservation> domain(MigrationOrder order, Look look) {
    return departure(order, look).domain();
  }

  /** What the target's checks find. */
  Findings atTarget(MigrationOrder order, Look look) {
    reservations.keep(this::isStillToArrive);
    ArrivalSituation.Here here =
        new ArrivalSituation.Here(
            context.host(),
            around.watch().state(),
            look.host(),
            Math.max(
                context.settings().get().memoryReserveBytes(),
                around.rules().gate().reserveBytes()),
            context.settings().get().arrivalsAtOnce(),
            around.door().get().isPresent());
    return told(
        order,
        PrepareChecks.in(
            new ArrivalSituation(
                order,
                here,
                reservations.besides(order.migrationId(), look.host()),
                FactSheet.source(order.attachments()),
                look.target(),
                ClockReading.in(order, look.host().takenAt().toEpochMilli(), look.delayMillis()),
                around.rules().gate())));
  }

  private boolean isStillToArrive(String migrationId) {
    return shelf
        .run(migrationId)
        .filter(run -> run.phase().compareTo(MigrationPhase.FINISHING) < 0)
        .isPresent();
  }

  /** What the source's checks find. */
  Findings atSource(MigrationOrder order, Look look) {
    return told(order, SendChecks.in(departure(order, look)));
  }

  private DepartureSituation departure(MigrationOrder order, Look look) {
    return new DepartureSituation(
        order,
        context.host(),
        look.host(),
        shelf.otherOfSameDomain(order),
        isStopping.test(order.domainUuid(), order.domain()),
        around.rules().gate());
  }

  private static Findings told(MigrationOrder order, Findings findings) {
    LOG.debug("migration {}: {}", order.migrationId(), findings);
    return findings;
  }

  /** The answer to whoever only wants to know; that of a source holds its facts. */
  StepResult answer(Side side, MigrationOrder order, Look look) {
    Findings findings = side == Side.TARGET ? atTarget(order, look) : atSource(order, look);
    Map<String, String> attachments = new HashMap<>();
    findings
        .remarksByCode()
        .forEach((code, text) -> attachments.put(StepResult.REMARK + code, text));
    if (side == Side.SOURCE) {
      attachments.putAll(facts(order, look));
    }
    return new StepResult(
        findings.objections().isEmpty(),
        MigrationPhase.CHECKING,
        findings.objections(),
        null,
        attachments);
  }

  private Map<String, String> facts(MigrationOrder order, Look look) {
    Map<String, String> facts = new HashMap<>(FactSheet.of(look.source()));
    facts.putAll(around.wrappers().announcement(order.domainUuid()));
    facts.putAll(domain(order, look).map(FactSheet::of).orElse(Collections.emptyMap()));
    long since = (context.nanoTime().getAsLong() - look.clockReadNanos()) / NANOS_PER_MILLI;
    long clock = look.host().takenAt().toEpochMilli() + since;
    facts.put(MigrationOrder.SOURCE_CLOCK_EPOCH_MILLIS, Long.toString(clock));
    facts.put(MigrationOrder.SOURCE_CLOCK_TOOK_MILLIS, Long.toString(since));
    return facts;
  }

  /** Promises what an order's domain needs, for as long as it is still to arrive. */
  void reserve(MigrationOrder order) {
    reservations.make(order);
  }
}
