// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.migration;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiPredicate;
import org.transhume.agent.internal.AgentContext;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.BootOrder;
import org.transhume.api.mx.MigrationOrder;
import org.transhume.api.mx.StepResult;
import org.transhume.spi.hypervisor.ConfigurationReader;
import org.transhume.spi.hypervisor.ConfigurationReader.Named;
import org.transhume.spi.hypervisor.DomainObservation;
import org.transhume.spi.hypervisor.HypervisorException;

/**
 * Who may create a domain here: anybody while nobody leads; while somebody does, the leader alone,
 * who asks every host before. Belongs to the loop.
 */
final class CreationDesk {

  /** For how long nobody else creates here after the leader has asked. */
  private static final long PROMISE_MILLIS = 30_000;

  /** How old the question may be when the order comes: what all others promise still holds then. */
  private static final long QUESTION_MILLIS = 15_000;

  private final AgentContext context;
  private final Leadership leadership;
  private final Absences absences;
  private final BiPredicate<String, String> isMovingOrBooting;
  private final Map<String, Long> questions = new HashMap<>();
  private final List<Named> underWay = new ArrayList<>();

  /**
   * A desk at which nobody has asked.
   *
   * @param isMovingOrBooting whether the domain of a uuid, which may be empty, or of a name is
   *     being moved, booted or stopped here
   */
  CreationDesk(
      AgentContext context,
      Leadership leadership,
      Absences absences,
      BiPredicate<String, String> isMovingOrBooting) {
    this.context = context;
    this.leadership = leadership;
    this.absences = absences;
    this.isMovingOrBooting = isMovingOrBooting;
  }

  /**
   * Somebody wants to create a domain here, and begins to unless something speaks against it; then
   * {@link #end} is due.
   */
  Optional<Explanation> begin(Named wanted) {
    Optional<Explanation> objection =
        absences.objectionTo(wanted).or(() -> busy(wanted)).or(() -> leader(wanted));
    if (objection.isEmpty()) {
      underWay.add(wanted);
    }
    return objection;
  }

  /** What was begun has ended. */
  void end(Named wanted) {
    underWay.remove(wanted);
  }

  private Optional<Explanation> busy(Named wanted) {
    String uuid = wanted.uuid().orElse("");
    String name = wanted.name().orElse("");
    boolean creating =
        underWay.stream()
            .anyMatch(
                other -> isSame(other.uuid().orElse(""), other.name().orElse(""), uuid, name));
    return creating || isMovingOrBooting.test(uuid, name)
        ? Optional.of(
            new Explanation(
                "DOMAIN_BUSY",
                called(wanted) + " is being created, booted, moved or stopped on " + context.host(),
                Map.of("host", context.host(), "uuid", uuid, "domain", name)))
        : Optional.empty();
  }

  private Optional<Explanation> leader(Named wanted) {
    return leadership
        .manager()
        .map(
            manager ->
                new Explanation(
                    "LEADER_CREATES",
                    "manager "
                        + manager
                        + " leads, and has "
                        + called(wanted)
                        + " created so that it runs once in the cluster: transhume create FILE --on"
                        + " "
                        + context.host()
                        + ", or create(configuration, "
                        + context.host()
                        + ") of its Manager MBean",
                    Map.of("manager", manager, "host", context.host())));
  }

  private static String called(Named wanted) {
    return wanted.name().or(wanted::uuid).orElse("a domain");
  }

  /** Whether two that may lack a uuid or a name are the same domain, or cannot be told apart. */
  static boolean isSame(String uuid, String name, String otherUuid, String otherName) {
    return (!uuid.isEmpty() && uuid.equals(otherUuid))
        || (!name.isEmpty() && name.equals(otherName));
  }

  /** The leader asks before it has a domain created, here or elsewhere. */
  CompletableFuture<StepResult> check(BootOrder order) {
    return leadership.under(order.epoch(), () -> asked(order));
  }

  private CompletableFuture<StepResult> asked(BootOrder order) {
    if (leadership.manager().isEmpty()) {
      return CompletableFuture.completedFuture(
          refused(
              Explanation.of(
                  "NOT_ATTENDED", "no leader attends to " + context.host() + " yet: ask again")));
    }
    if (!(context.hypervisor() instanceof ConfigurationReader reader)) {
      return CompletableFuture.completedFuture(
          refused(
              Explanation.of(
                  "NOT_READABLE",
                  context.hypervisor().description()
                      + " on "
                      + context.host()
                      + " cannot tell which domain a configuration is of")));
    }
    leadership.hold(PROMISE_MILLIS);
    remember(order);
    Named wanted = reader.named(order.configuration());
    List<Explanation> reasons = new ArrayList<>(busy(wanted).stream().toList());
    CompletableFuture<StepResult> answer = new CompletableFuture<>();
    context
        .execution()
        .workers()
        .execute(
            () -> {
              reasons.addAll(copiesOf(wanted));
              answer.complete(
                  new StepResult(
                      reasons.isEmpty(), MigrationPhase.CHECKING, reasons, null, facts(wanted)));
            });
    return answer;
  }

  private void remember(BootOrder order) {
    long now = context.nanoTime().getAsLong();
    questions.values().removeIf(asked -> isOld(asked, now));
    questions.putIfAbsent(order.bootId(), now);
  }

  private static boolean isOld(long asked, long now) {
    return now - asked > QUESTION_MILLIS * 1_000_000;
  }

  private List<Explanation> copiesOf(Named wanted) {
    List<Explanation> reasons = new ArrayList<>();
    String uuid = wanted.uuid().orElse("");
    String name = wanted.name().orElse("");
    try {
      for (DomainObservation copy : context.hypervisor().observe().domains()) {
        if (isSame(copy.identity().uuid(), copy.baseName(), uuid, name)) {
          reasons.add(alreadyHere(context.host(), copy));
        }
      }
    } catch (HypervisorException e) {
      reasons.add(e.explanation());
    }
    return reasons;
  }

  /** What speaks against a domain of which that host has a copy. */
  static Explanation alreadyHere(String host, DomainObservation copy) {
    return new Explanation(
        "ALREADY_HERE",
        copy.identity() + " is on " + host + ", " + copy.state(),
        Map.of("host", host, "uuid", copy.identity().uuid(), "state", copy.state().name()));
  }

  private static Map<String, String> facts(Named wanted) {
    Map<String, String> facts = new HashMap<>();
    wanted.name().ifPresent(name -> facts.put(StepResult.DOMAIN_NAME, name));
    wanted.uuid().ifPresent(uuid -> facts.put(StepResult.DOMAIN_UUID, uuid));
    OptionalLong memory = wanted.memoryBytes();
    if (memory.isPresent()) {
      facts.put(MigrationOrder.DOMAIN_MEMORY_BYTES, Long.toString(memory.getAsLong()));
    }
    if (wanted.vcpus() > 0) {
      facts.put(MigrationOrder.DOMAIN_VCPUS, Integer.toString(wanted.vcpus()));
    }
    return facts;
  }

  /** An order whose question is forgotten, or was asked too long ago, counts no more. */
  Optional<Explanation> objectionTo(BootOrder order) {
    Long asked = order.isCreation() ? questions.get(order.bootId()) : null;
    boolean counts = asked != null && !isOld(asked, context.nanoTime().getAsLong());
    return counts || !order.isCreation()
        ? Optional.empty()
        : Optional.of(
            Explanation.of(
                "NOT_ASKED",
                context.host()
                    + " was not asked for "
                    + order.domain()
                    + " within the last "
                    + QUESTION_MILLIS / 1000
                    + " s: ask again"));
  }

  private static StepResult refused(Explanation why) {
    return StepResult.refused(MigrationPhase.CHECKING, List.of(why));
  }
}
