// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.migration;

import java.io.IOException;
import java.util.ArrayList;
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
import org.transhume.api.model.CopyKind;
import org.transhume.api.model.DomainState;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.StepResult;
import org.transhume.api.mx.StopOrder;
import org.transhume.spi.hypervisor.DomainIdentity;
import org.transhume.spi.hypervisor.DomainObservation;
import org.transhume.spi.hypervisor.HypervisorException;
import org.transhume.spi.hypervisor.Reason;

/**
 * Stops domains for the leader. A guest is asked once, and then watched: only what is seen says
 * whether it has obeyed, also after a restart of the agent. Belongs to the loop.
 */
final class StopDesk implements OrderBook.Deed<StopOrder> {

  private static final Logger LOG = LoggerFactory.getLogger(StopDesk.class);

  private final MigrationSurroundings around;
  private final AgentContext context;
  private final BiPredicate<String, String> isMovingOrBooting;
  private final OrderBook<StopOrder> book;

  /**
   * A desk without orders.
   *
   * @param isMovingOrBooting whether the domain of a uuid or of a name is being moved or booted
   */
  StopDesk(
      MigrationSurroundings around,
      Leadership leadership,
      BiPredicate<String, String> isMovingOrBooting) {
    this.around = around;
    this.context = around.context();
    this.isMovingOrBooting = isMovingOrBooting;
    this.book = new OrderBook<>(around, leadership, this);
  }

  /** The orders that were given. */
  OrderBook<StopOrder> book() {
    return book;
  }

  @Override
  public String id(StopOrder order) {
    return order.stopId();
  }

  @Override
  public Epoch epoch(StopOrder order) {
    return order.epoch();
  }

  @Override
  public RememberedOrder remembered(StopOrder order, MigrationPhase phase) {
    return new RememberedOrder(order.domainUuid(), order.domain(), phase);
  }

  @Override
  public void write(AgentJournal file, String id, RememberedOrder order) throws IOException {
    file.stop(id, order);
  }

  @Override
  public Optional<Explanation> objection(StopOrder order) {
    boolean busy =
        isMovingOrBooting.test(order.domainUuid(), order.domain())
            || book.concerns(order.domainUuid(), order.domain());
    return busy
        ? Optional.of(
            explain(
                "DOMAIN_BUSY",
                order.domain()
                    + " is being moved, booted or stopped on "
                    + context.host()
                    + ": wait until that has ended"))
        : Optional.empty();
  }

  @Override
  public List<Explanation> lookBefore(StopOrder order) {
    try {
      List<DomainObservation> copies = copies(order.domainUuid());
      if (copies.isEmpty()) {
        return List.of(
            explain("NOT_HERE", "there is no " + order.domain() + " on " + context.host()));
      }
      return against(order, copies);
    } catch (HypervisorException e) {
      return List.of(e.explanation());
    }
  }

  private List<Explanation> against(StopOrder order, List<DomainObservation> copies) {
    List<Explanation> reasons = new ArrayList<>();
    for (DomainObservation copy : copies) {
      if (copy.copyKind() != CopyKind.ORDINARY || copy.transferring()) {
        reasons.add(
            explain(
                "DOMAIN_BUSY",
                copy.identity()
                    + " is a copy that a migration has made, or is being moved or saved by a tool:"
                    + " wait until that has ended, or end it"));
      } else if (copy.state() == DomainState.PAUSED && !order.force()) {
        reasons.add(
            explain(
                "DOMAIN_PAUSED",
                order.domain()
                    + " is paused, and a paused guest cannot power off: unpause it, or stop it by"
                    + " force"));
      }
    }
    return reasons;
  }

  @Override
  public void carryOut(StopOrder order, Consumer<StepResult> ended) {
    LOG.info(
        "{}: {} {}, order {}",
        context.host(),
        order.force() ? "destroys" : "asks to power off",
        order.domain(),
        order.stopId());
    try {
      List<DomainObservation> copies = copies(order.domainUuid());
      List<Explanation> reasons = against(order, copies);
      if (!reasons.isEmpty()) {
        refuse(reasons, ended);
      } else if (copies.size() == 1) {
        DomainObservation copy = copies.get(0);
        act(order, copy);
        watch(order, Optional.of(copy.identity()), ended);
      } else {
        // It has ended by itself meanwhile, unless its guest reboots.
        watch(order, Optional.empty(), ended);
      }
    } catch (HypervisorException e) {
      LOG.warn("{}: {} was not stopped", context.host(), order.domain(), e);
      if (mayHaveWorked(e)) {
        watch(order, Optional.empty(), ended);
      } else {
        refuse(List.of(e.explanation()), ended);
      }
    }
  }

  private void refuse(List<Explanation> reasons, Consumer<StepResult> ended) {
    StepResult result = StepResult.refused(MigrationPhase.REFUSED, reasons);
    context.loop().execute(() -> ended.accept(result));
  }

  private void act(StopOrder order, DomainObservation copy) throws HypervisorException {
    if (order.force()) {
      context.hypervisor().destroy(copy.identity());
    } else if (copy.state() != DomainState.SHUT_DOWN) {
      context.hypervisor().shutdown(copy.identity());
    }
  }

  /** What the tool did not tell, and what has changed just now, a look tells. */
  private static boolean mayHaveWorked(HypervisorException e) {
    return e.reason() == Reason.TIMED_OUT
        || e.reason() == Reason.KILLED
        || e.reason() == Reason.UNKNOWN_DOMAIN
        || e.reason() == Reason.IDENTITY_CHANGED;
  }

  /** The guest may have been asked, or not: it is not asked again, and has its time anew. */
  @Override
  public void lookAfter(StopOrder order, RememberedOrder known, Consumer<StepResult> ended) {
    watch(order, Optional.empty(), ended);
  }

  private void watch(StopOrder order, Optional<DomainIdentity> asked, Consumer<StepResult> ended) {
    StopWatch watch = new StopWatch(around, order, asked, ended);
    context.loop().execute(watch::look);
  }

  private List<DomainObservation> copies(String uuid) throws HypervisorException {
    return context.hypervisor().observe().domains().stream()
        .filter(copy -> copy.identity().uuid().equals(uuid))
        .toList();
  }

  @Override
  public void ended(StopOrder order, StepResult result) {
    LOG.info(
        "{}: stop {} of {}: {} {}",
        context.host(),
        order.stopId(),
        order.domain(),
        result.phase(),
        result.reasons());
  }

  /** Whatever is seen here from now on has begun since. */
  @Override
  public StepResult over(RememberedOrder known) {
    return switch (known.phase()) {
      case DONE -> StopWatch.done(context.nowMillis());
      case CANCELLED -> StepResult.accepted(known.phase());
      default -> OrderBook.refused("ALREADY_OVER", "it ended as " + known.phase());
    };
  }

  private Explanation explain(String code, String text) {
    return new Explanation(code, text, Map.of("host", context.host()));
  }
}
