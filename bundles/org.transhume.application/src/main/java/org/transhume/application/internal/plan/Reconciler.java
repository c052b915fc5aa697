// SPDX-License-Identifier: Apache-2.0
package org.transhume.application.internal.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.transhume.api.model.DomainState;
import org.transhume.api.model.Explanation;
import org.transhume.api.mx.ReplicaState;
import org.transhume.api.mx.ReplicaStatus;
import org.transhume.application.internal.descriptor.Binding;
import org.transhume.application.internal.descriptor.Component;
import org.transhume.application.internal.descriptor.Replica;
import org.transhume.application.internal.plan.Plan.Step;
import org.transhume.spi.wrapper.WrapperHealth;

/**
 * Tells what is to be done for an application: a function of what is wanted and what is seen. It
 * remembers nothing, so that whoever asks it after a crash goes on where the one before was.
 */
public final class Reconciler {

  /** After so many refusals a replica that was given up on a host may come to it again. */
  private static final int REFUSALS_ELSEWHERE = 8;

  private static final String RULES_FIRST = "RULES_FIRST";

  private final Wish wish;
  private final World world;
  private final List<Step> steps = new ArrayList<>();
  private final List<ReplicaStatus> told = new ArrayList<>();
  private final Set<String> troubled = new TreeSet<>();
  private boolean domainsChange;

  private Reconciler(Wish wish, World world) {
    this.wish = wish;
    this.world = world;
    this.domainsChange = world.busy().stream().anyMatch(Action::isAboutDomain);
  }

  /** What is to be done now. */
  public static Plan plan(Wish wish, World world) {
    return new Reconciler(wish, world).plan();
  }

  /** The name under which an application sets rules. */
  public static String author(String application) {
    return "application " + application;
  }

  private Plan plan() {
    List<Replica> leaving = leaving();
    setRules(leaving);
    for (Component component : wish.descriptor().components()) {
      for (Replica replica : kept(component)) {
        tell(replica, keep(component, replica));
      }
    }
    leaving.forEach(replica -> tell(replica, leave(replica, leaving)));
    boolean empty = leaving.isEmpty() && world.busy().isEmpty();
    if (wish.leaving() && empty && steps.isEmpty() && troubled.isEmpty()) {
      steps.add(new Step(new Action.Forget(), "nothing of it is left"));
    }
    return new Plan(steps, told, troubled);
  }

  private List<Replica> kept(Component component) {
    return component.replicas(wish.wanted(component));
  }

  /** Ours that are wanted no more and may be there, those first that were started last. */
  private List<Replica> leaving() {
    Set<Replica> kept = new TreeSet<>();
    wish.descriptor().components().forEach(component -> kept.addAll(kept(component)));
    Stream<Replica> there =
        world.residents().entrySet().stream()
            .flatMap(one -> Replica.of(one.getKey(), one.getValue().uuid()).stream());
    Stream<Replica> perhaps =
        wish.descriptor().components().stream()
            .flatMap(component -> component.replicas(component.maximum()).stream())
            .filter(replica -> world.unsure(replica).isPresent());
    return Stream.concat(there, perhaps)
        .filter(replica -> replica.application().equals(wish.application()))
        .filter(replica -> !kept.contains(replica))
        .distinct()
        .sorted(Comparator.comparingInt(this::place).thenComparingInt(Replica::number).reversed())
        .toList();
  }

  /** Its component's place in the order; a component that is described no more comes last. */
  private int place(Replica replica) {
    List<Component> components = wish.descriptor().components();
    return component(replica).map(components::indexOf).orElse(components.size());
  }

  private Optional<Component> component(Replica replica) {
    return wish.descriptor().component(replica.component());
  }

  // Rules

  private void setRules(List<Replica> leaving) {
    Set<String> wanted = new LinkedHashSet<>();
    for (Component component : wish.descriptor().components()) {
      List<Replica> members = new ArrayList<>(kept(component));
      leaving.stream()
          .filter(replica -> replica.component().equals(component.name()))
          .forEach(members::add);
      if (!members.isEmpty()) {
        wanted.addAll(component.placement());
        members.stream()
            .filter(member -> isWished(member) || world.at(member).isPresent())
            .map(component::membership)
            .forEach(wanted::add);
      }
    }
    List<Step> changes = new ArrayList<>();
    wanted.stream()
        .filter(rule -> !world.rules().containsKey(rule))
        .map(rule -> new Step(new Action.SetRule(rule), "the descriptor says so"))
        .forEach(changes::add);
    String author = author(wish.application());
    world.rules().entrySet().stream()
        .filter(rule -> rule.getValue().equals(author) && !wanted.contains(rule.getKey()))
        .map(Map.Entry::getKey)
        .sorted()
        .map(rule -> new Step(new Action.RemoveRule(rule), "it is wanted no more"))
        .forEach(changes::add);
    if (isPatient("")) {
      steps.addAll(changes);
    }
    if (!changes.isEmpty() && world.failed("").isPresent()) {
      troubled.add("");
    }
  }

  private boolean isWished(Replica replica) {
    return component(replica).filter(one -> kept(one).contains(replica)).isPresent();
  }

  private boolean hasItsRules(Component component, Replica replica) {
    return world.rules().keySet().containsAll(component.placement())
        && world.rules().containsKey(component.membership(replica));
  }

  // A replica that is wanted

  private Verdict keep(Component component, Replica replica) {
    Optional<Verdict> waiting = waiting(replica);
    if (waiting.isPresent()) {
      return waiting.get();
    }
    if (world.at(replica).isEmpty()) {
      return create(component, replica);
    }
    Resident at = world.at(replica).get();
    if (!at.uuid().equals(replica.uuid())) {
      return Verdict.wait(
          ReplicaState.ABSENT,
          "NAME_TAKEN",
          "another domain on "
              + at.host()
              + " has its name (uuid "
              + at.uuid()
              + "): rename that one, or name the application otherwise");
    }
    if (hasEnded(at)) {
      return Verdict.act(
          ReplicaState.FAILED, new Action.StopDomain(replica, true), "it is " + at.state());
    }
    return at.state().isRunning() ? tend(component, replica, at) : notRunning(at);
  }

  private static boolean hasEnded(Resident at) {
    return at.state() == DomainState.SHUT_DOWN || at.state() == DomainState.CRASHED;
  }

  private static Verdict notRunning(Resident at) {
    return Verdict.wait(
        ReplicaState.CREATED,
        "DOMAIN_STATE",
        "its domain is "
            + at.state()
            + " on "
            + at.host()
            + (at.state() == DomainState.PAUSED ? ": unpause it" : ""));
  }

  /** Something goes on, or nobody sees enough. */
  private Optional<Verdict> waiting(Replica replica) {
    ReplicaState state =
        world
            .at(replica)
            .map(
                at ->
                    at.software().filter(Software::isRunning).isPresent()
                        ? ReplicaState.RUNNING
                        : ReplicaState.CREATED)
            .orElse(ReplicaState.ABSENT);
    if (world.busy(replica).isPresent()) {
      return Optional.of(Verdict.well(state));
    }
    if (world.unsure(replica).isPresent()) {
      return Optional.of(
          Verdict.wait(ReplicaState.UNKNOWN, "NOT_SEEN", world.unsure(replica).get()));
    }
    return world
        .at(replica)
        .filter(Resident::moving)
        .map(at -> Verdict.wait(state, "MOVING", "it is being moved from or to " + at.host()));
  }

  private Verdict create(Component component, Replica replica) {
    if (!hasItsRules(component, replica)) {
      return Verdict.wait(ReplicaState.ABSENT, RULES_FIRST, "its rules are set first");
    }
    return Verdict.act(
        ReplicaState.ABSENT,
        new Action.Create(replica, component.configuration(replica), host(replica)),
        "it is wanted and nowhere");
  }

  /** A replica that was given up somewhere is tried elsewhere, host by host. */
  private String host(Replica replica) {
    Optional<Departure> left =
        Optional.ofNullable(wish.departures().get(replica))
            .filter(departure -> departure.counts(world.nowMillis()));
    if (left.isEmpty()) {
      return "";
    }
    int refusals = world.failed(replica.domain()).map(Attempt::failures).orElse(0);
    List<String> others =
        world.hosts().stream().filter(host -> !host.equals(left.get().host())).toList();
    return others.isEmpty() || refusals >= REFUSALS_ELSEWHERE
        ? ""
        : others.get(refusals % others.size());
  }

  private Verdict tend(Component component, Replica replica, Resident at) {
    if (at.software().isEmpty()) {
      return Verdict.wait(
          ReplicaState.CREATED,
          "NO_WRAPPER",
          "the agent of "
              + at.host()
              + " shows no wrapper '"
              + component.wrapper()
              + "' of it: put the wrapper's file on every host, with domains = "
              + component.application()
              + "-"
              + component.name()
              + "-*");
    }
    Verdict verdict =
        new Tending(component, replica, at, at.software().get())
            .kept(settings(component, replica), waitsFor(component));
    boolean givesUp =
        verdict.step().filter(step -> step.action() instanceof Action.GiveUp).isPresent();
    Departure before = wish.departures().get(replica);
    return givesUp && before != null && world.nowMillis() < before.staysUntilMillis()
        ? givenUp(replica, at, before)
        : verdict;
  }

  private Verdict givenUp(Replica replica, Resident at, Departure before) {
    boolean stillThere =
        before.host().equals(at.host()) && world.failed(replica.domain()).isPresent();
    return stillThere
        ? Verdict.act(
            ReplicaState.FAILED,
            new Action.StopDomain(replica, false),
            "it was given up on " + at.host())
        : Verdict.wait(
            ReplicaState.FAILED,
            "GIVEN_UP_BEFORE",
            "it was given up on "
                + before.host()
                + " a moment ago and does no better on "
                + at.host()
                + ": look after its software");
  }

  /** Why components that are started later have to wait. */
  private Optional<String> waitsFor(Component component) {
    List<Component> all = wish.descriptor().components();
    return all.subList(0, all.indexOf(component)).stream()
        .filter(earlier -> running(earlier) < earlier.minimum())
        .map(
            earlier ->
                "waits for "
                    + earlier.name()
                    + ", of which "
                    + running(earlier)
                    + " of at least "
                    + earlier.minimum()
                    + " run")
        .findFirst();
  }

  private long running(Component component) {
    return kept(component).stream()
        .flatMap(replica -> ours(replica).stream())
        .filter(at -> at.software().filter(Software::isRunning).isPresent())
        .count();
  }

  private Optional<Resident> ours(Replica replica) {
    return world.at(replica).filter(at -> at.uuid().equals(replica.uuid()));
  }

  // Bindings

  private Optional<Map<String, String>> settings(Component component, Replica replica) {
    boolean unsure =
        component.bindings().values().stream()
            .map(Binding::component)
            .flatMap(name -> wish.descriptor().component(name).stream())
            .flatMap(bound -> kept(bound).stream())
            .anyMatch(bound -> world.unsure(bound).isPresent());
    return unsure
        ? Optional.empty()
        : component.settings(
            replica,
            name -> wish.descriptor().component(name).orElseThrow(),
            name -> members(wish.descriptor().component(name).orElseThrow()));
  }

  /** Who is named where others are bound to a component: those that were started, well or not. */
  private List<Replica> members(Component component) {
    return kept(component).stream()
        .filter(
            replica ->
                ours(replica)
                    .flatMap(Resident::software)
                    .filter(one -> one.isStarted() || one.health() == WrapperHealth.RUNNING)
                    .isPresent())
        .toList();
  }

  /** Who still names a replica that is to leave. */
  private Optional<Replica> namedBy(Replica leaving) {
    return wish.descriptor().components().stream()
        .filter(
            component ->
                component.bindings().values().stream()
                    .anyMatch(binding -> binding.component().equals(leaving.component())))
        .flatMap(
            component ->
                kept(component).stream().filter(replica -> isOutOfDate(component, replica)))
        .findFirst();
  }

  private boolean isOutOfDate(Component component, Replica replica) {
    Optional<Map<String, String>> settings = settings(component, replica);
    return settings.isPresent()
        && ours(replica)
            .flatMap(Resident::software)
            .filter(Software::isRunning)
            .filter(software -> !software.settings().equals(settings.get()))
            .isPresent();
  }

  // A replica that is wanted no more

  private Verdict leave(Replica replica, List<Replica> leaving) {
    Optional<Verdict> waiting = waiting(replica);
    if (waiting.isPresent()) {
      return new Verdict(ReplicaState.LEAVING, Optional.empty(), waiting.get().reason());
    }
    Optional<Replica> later =
        leaving.stream().filter(one -> wish.leaving() && place(one) > place(replica)).findFirst();
    if (later.isPresent()) {
      return Verdict.wait(
          ReplicaState.LEAVING, "START_ORDER", later.get() + " was started later and goes first");
    }
    Optional<Replica> namedBy = namedBy(replica);
    if (namedBy.isPresent()) {
      return Verdict.wait(
          ReplicaState.LEAVING, "BOUND", namedBy.get() + " is to be told first that it goes");
    }
    Optional<Component> component = component(replica);
    Optional<Software> software =
        world.at(replica).filter(at -> at.state().isRunning()).flatMap(Resident::software);
    return component.isPresent() && software.isPresent()
        ? new Tending(component.get(), replica, world.at(replica).get(), software.get()).leaving()
        : Verdict.act(
            ReplicaState.LEAVING,
            new Action.StopDomain(
                replica, world.at(replica).filter(Reconciler::hasEnded).isPresent()),
            "it is wanted no more");
  }

  // What comes of it

  private boolean isPatient(String subject) {
    return world.failed(subject).filter(it -> world.nowMillis() < it.nextAtMillis()).isEmpty();
  }

  /** Takes a step, unless it has just failed or another one has to end first. */
  private void tell(Replica replica, Verdict verdict) {
    List<Explanation> reasons = new ArrayList<>(verdict.reason().stream().toList());
    if (reasons.stream().anyMatch(reason -> reason.code().equals(RULES_FIRST))) {
      world.failed("").ifPresent(attempt -> reasons.addAll(attempt.why()));
    }
    String doing = world.busy(replica).map(Action::text).orElse(null);
    if (verdict.step().isPresent()) {
      Step step = verdict.step().get();
      Optional<Attempt> failed = world.failed(replica.domain());
      failed.ifPresent(attempt -> troubled.add(replica.domain()));
      failed.ifPresent(attempt -> reasons.addAll(attempt.why()));
      boolean held = domainsChange && step.action().isAboutDomain();
      if (held) {
        reasons.add(Explanation.of("ONE_AT_A_TIME", "another domain is created or stopped first"));
      } else if (isPatient(replica.domain())) {
        steps.add(step);
        domainsChange |= step.action().isAboutDomain();
        doing = step.action().text();
      }
    }
    Optional<Resident> at = world.at(replica);
    told.add(
        new ReplicaStatus(
            replica.component(),
            replica.number(),
            replica.domain(),
            replica.uuid(),
            at.map(Resident::host).orElse(null),
            verdict.state(),
            at.flatMap(Resident::software).map(Reconciler::health).orElse(null),
            doing,
            reasons));
  }

  private static String health(Software software) {
    return software.health() + ": " + software.healthText();
  }
}
