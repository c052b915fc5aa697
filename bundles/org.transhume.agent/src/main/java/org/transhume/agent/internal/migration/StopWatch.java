// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.migration;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.agent.internal.AgentContext;
import org.transhume.api.model.DomainState;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.StepResult;
import org.transhume.api.mx.StopOrder;
import org.transhume.spi.hypervisor.DomainIdentity;
import org.transhume.spi.hypervisor.DomainObservation;
import org.transhume.spi.hypervisor.HostObservation;
import org.transhume.spi.hypervisor.HypervisorException;

/**
 * Watches a domain that is to stop until it is gone for good, has done something else, or has had
 * its time. Belongs to the loop.
 */
final class StopWatch {

  private static final Logger LOG = LoggerFactory.getLogger(StopWatch.class);

  private static final long AGAIN_MILLIS = 1_000;

  /** A guest that reboots is gone for a moment: xl waits two seconds before it creates it again. */
  private static final long GONE_MILLIS = 5_000;

  /** After which a copy that its guest has powered off is removed, if the tools leave it there. */
  private static final long LEFT_MILLIS = 10_000;

  /** For how long it is still looked for when the hypervisor does not answer at the limit. */
  private static final long BLIND_MILLIS = 30_000;

  private final MigrationSurroundings around;
  private final AgentContext context;
  private final StopOrder order;
  private final Consumer<StepResult> ended;
  private final long beganMillis;
  private Optional<DomainIdentity> asked;
  private Optional<Long> goneSince = Optional.empty();
  private Optional<Long> offSince = Optional.empty();

  /**
   * A watch that has not looked.
   *
   * @param asked the copy that was asked; empty when that is not known
   * @param ended takes the result, once, on the loop
   */
  StopWatch(
      MigrationSurroundings around,
      StopOrder order,
      Optional<DomainIdentity> asked,
      Consumer<StepResult> ended) {
    this.around = around;
    this.context = around.context();
    this.order = order;
    this.asked = asked;
    this.ended = ended;
    this.beganMillis = monotonicMillis();
  }

  private long monotonicMillis() {
    return context.nanoTime().getAsLong() / 1_000_000;
  }

  /** Looks, and again until there is a result. */
  void look() {
    context
        .execution()
        .workers()
        .execute(
            () -> {
              try {
                HostObservation seen = context.hypervisor().observe();
                context.loop().execute(() -> looked(seen));
              } catch (HypervisorException e) {
                context.loop().execute(() -> sawNothing(e));
              }
            });
  }

  private void sawNothing(HypervisorException failure) {
    if (monotonicMillis() - beganMillis < order.timeLimitMillis() + BLIND_MILLIS) {
      context.later(AGAIN_MILLIS, this::look);
    } else {
      refuse(
          "STOP_UNDECIDED",
          "whether it obeys cannot be told: " + failure.getMessage() + "; look there with xl list");
    }
  }

  private void looked(HostObservation seen) {
    Optional<DomainObservation> copy =
        seen.domains().stream()
            .filter(one -> one.identity().uuid().equals(order.domainUuid()))
            .findFirst();
    if (copy.isEmpty()) {
      gone(seen.takenAt().toEpochMilli());
    } else {
      here(copy.get());
    }
  }

  /**
   * What it has shown must be out of its samples, too, before the manager hears that it is gone.
   */
  private void gone(long atEpochMillis) {
    long now = monotonicMillis();
    goneSince = goneSince.or(() -> Optional.of(now));
    if (now - goneSince.get() < GONE_MILLIS) {
      context.later(AGAIN_MILLIS, this::look);
    } else if (around.watch().domain(order.domainUuid()).isPresent()) {
      around.watch().lookSoon();
      context.later(AGAIN_MILLIS, this::look);
    } else {
      ended.accept(done(atEpochMillis));
    }
  }

  private void here(DomainObservation copy) {
    goneSince = Optional.empty();
    asked = asked.or(() -> Optional.of(copy.identity()));
    boolean another = asked.get().domainId() != copy.identity().domainId();
    if (another || copy.state() == DomainState.REBOOTING) {
      refuse(
          "GUEST_REBOOTS",
          "its guest reboots instead of powering off, or its configuration says so (on_poweroff):"
              + " change that, or stop it by force");
    } else if (copy.state() == DomainState.SHUT_DOWN) {
      off(copy.identity());
    } else if (monotonicMillis() - beganMillis < order.timeLimitMillis()) {
      context.later(AGAIN_MILLIS, this::look);
    } else {
      refuse(
          StepResult.GUEST_DID_NOT_OBEY,
          "its guest has not powered off within "
              + order.timeLimitMillis() / 1000
              + " s and is "
              + copy.state()
              + "; it may do so later. Look at its console, and stop it again, or by force:"
              + " transhume stop "
              + order.domain()
              + " --force");
    }
  }

  /** The tools remove it, unless its configuration says that they leave it (preserve). */
  private void off(DomainIdentity copy) {
    long now = monotonicMillis();
    offSince = offSince.or(() -> Optional.of(now));
    if (now - offSince.get() < LEFT_MILLIS) {
      context.later(AGAIN_MILLIS, this::look);
      return;
    }
    offSince = Optional.empty();
    LOG.info("{}: {} has powered off and is still there: it is removed", context.host(), copy);
    context
        .execution()
        .workers()
        .execute(
            () -> {
              try {
                context.hypervisor().destroy(copy);
                context.loop().execute(this::look);
              } catch (HypervisorException e) {
                context.loop().execute(() -> sawNothing(e));
              }
            });
  }

  static StepResult done(long goneAtEpochMillis) {
    return new StepResult(
        true,
        MigrationPhase.DONE,
        List.of(),
        null,
        Map.of(StepResult.GONE_AT_EPOCH_MILLIS, Long.toString(goneAtEpochMillis)));
  }

  private void refuse(String code, String text) {
    ended.accept(
        StepResult.refused(
            MigrationPhase.REFUSED,
            List.of(
                new Explanation(
                    code,
                    order.domain() + " on " + context.host() + " is not stopped: " + text,
                    Map.of("host", context.host(), "domain", order.domain())))));
  }
}
