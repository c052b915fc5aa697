// SPDX-License-Identifier: Apache-2.0
package org.transhume.application.internal.shell;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.Mode;
import org.transhume.api.mx.DeploymentReport;
import org.transhume.application.internal.descriptor.Component;
import org.transhume.application.internal.descriptor.Descriptor;
import org.transhume.application.internal.descriptor.DescriptorReader;
import org.transhume.application.internal.plan.Action;
import org.transhume.application.internal.plan.Action.Forget;
import org.transhume.application.internal.plan.Action.GiveUp;
import org.transhume.application.internal.plan.Attempt;
import org.transhume.application.internal.plan.Plan;
import org.transhume.application.internal.plan.Reconciler;
import org.transhume.application.internal.plan.Wish;
import org.transhume.application.internal.plan.World;
import org.transhume.application.internal.shell.WishStore.Kept;

/**
 * Looks after all applications: keeps what is wanted, looks at what is there, and does what the
 * reconciler says, while the manager of this container leads and may act by itself. Between two
 * rounds it remembers what has failed lately, and nothing else.
 */
final class Steward {

  private static final Logger LOG = LoggerFactory.getLogger(Steward.class);

  private static final String FAILED_OVER =
      "another manager may have led since it was deployed here: deploy its descriptor again, and it"
          + " goes on from what is there";

  private final Surroundings around;
  private final WishStore store;
  private final Observer observer;
  private final Deeds deeds;
  private final Map<String, Situation> situations = new TreeMap<>();
  private final Map<String, Map<String, Attempt>> attempts = new HashMap<>();
  private final Map<String, List<Action>> busy = new HashMap<>();

  /**
   * What a steward takes from around it.
   *
   * @param cluster to look at and act on
   * @param hands carry out what blocks
   * @param clock people's time
   * @param several whether the manager is one of several: another one may have led meanwhile
   * @param wake called when there is something new
   */
  record Surroundings(
      Cluster cluster,
      Executor hands,
      LongSupplier clock,
      BooleanSupplier several,
      Runnable wake) {}

  Steward(Surroundings around, WishStore store) {
    this.around = around;
    this.store = store;
    this.observer = new Observer(around.cluster());
    this.deeds = new Deeds(around.cluster());
  }

  // What people want

  /** Takes a descriptor on, unless anything is wrong with it. */
  DeploymentReport deploy(String file, String text, String by) {
    Cluster.Leading leading = leading();
    DescriptorReader.Reading reading = DescriptorReader.read(file, text);
    if (reading.descriptor().isEmpty()) {
      return new DeploymentReport(reading.application(), reading.problems(), List.of());
    }
    Wish wish = wish(reading.descriptor().get(), by);
    synchronized (this) {
      keep(current(wish.application()).map(known -> renewed(known, wish)).orElse(wish), leading);
    }
    LOG.info("application {}: deployed from {} for {}", wish.application(), file, by);
    around.wake().run();
    return report(wish, leading);
  }

  /** The same descriptor again changes nothing; under another manager it is confirmed. */
  private static Wish renewed(Wish known, Wish next) {
    boolean same = known.descriptor().equals(next.descriptor()) && !known.leaving();
    return same ? known : known.with(next.descriptor(), next.by(), next.atEpochMillis());
  }

  /** Says what would become of a descriptor. */
  DeploymentReport check(String file, String text) {
    Cluster.Leading leading = leading();
    DescriptorReader.Reading reading = DescriptorReader.read(file, text);
    return reading
        .descriptor()
        .map(descriptor -> report(wish(descriptor, ""), leading))
        .orElseGet(
            () -> new DeploymentReport(reading.application(), reading.problems(), List.of()));
  }

  private DeploymentReport report(Wish wish, Cluster.Leading leading) {
    Plan plan = Reconciler.plan(wish, look(wish, leading));
    return new DeploymentReport(
        wish.application(), List.of(), plan.steps().stream().map(Plan.Step::text).toList());
  }

  /**
   * Where nothing is kept of an application, those of its replicas count that are there: another
   * manager may have scaled it.
   */
  private Wish wish(Descriptor descriptor, String by) {
    Optional<Wish> known = current(descriptor.application());
    if (known.isPresent()) {
      return known.get().with(descriptor, by, now());
    }
    Wish fresh = Wish.of(descriptor, by, now());
    World world = look(fresh, leading());
    Wish adopted = fresh;
    for (Component component : descriptor.components()) {
      int there =
          (int)
              component.replicas(component.maximum()).stream()
                  .filter(replica -> world.residents().containsKey(replica.domain()))
                  .count();
      adopted = adopted.scaled(component.name(), there);
    }
    return adopted;
  }

  /** Sets how many replicas are wanted. */
  void scale(String application, String component, int replicas, String by) {
    Cluster.Leading leading = leading();
    synchronized (this) {
      Wish wish = require(application);
      Component scaled =
          wish.descriptor()
              .component(component)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          application
                              + " has no component '"
                              + component
                              + "': there are "
                              + wish.numbers().keySet()));
      if (replicas < scaled.minimum() || replicas > scaled.maximum()) {
        throw new IllegalArgumentException(
            component
                + " has "
                + scaled.minimum()
                + " to "
                + scaled.maximum()
                + " replicas, not "
                + replicas
                + ": change its minimum or maximum in the descriptor and deploy it");
      }
      requireConfirmed(application, leading);
      keep(wish.scaled(component, replicas), leading);
    }
    LOG.info("application {}: {} replicas of {} for {}", application, replicas, component, by);
    around.wake().run();
  }

  /** Takes an application down. */
  void undeploy(String application, String by) {
    Cluster.Leading leading = leading();
    synchronized (this) {
      keep(require(application).departing(), leading);
    }
    LOG.info("application {}: undeployed for {}", application, by);
    around.wake().run();
  }

  private Wish require(String application) {
    return current(application)
        .orElseThrow(
            () -> new IllegalStateException("application " + application + " is known no more"));
  }

  private void requireConfirmed(String application, Cluster.Leading leading) {
    if (isOfAnotherTerm(store.kept().get(application), leading)) {
      throw new IllegalStateException(FAILED_OVER);
    }
  }

  private synchronized Optional<Wish> current(String application) {
    return Optional.ofNullable(store.kept().get(application)).map(Kept::wish);
  }

  private synchronized void keep(Wish wish, Cluster.Leading leading) {
    store.keep(new Kept(wish, leading.epoch().toString()));
    Situation before = situations.get(wish.application());
    situations.put(
        wish.application(),
        before == null
            ? Situation.unseen(wish)
            : new Situation(wish, before.plan(), before.busy(), before.heldUp(), false));
  }

  private Cluster.Leading leading() {
    return around
        .cluster()
        .leading()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "this manager does not lead; ask the one that does, by --address HOST:PORT"));
  }

  private long now() {
    return around.clock().getAsLong();
  }

  // What is shown

  /** All applications as they were seen last, by name. */
  synchronized Map<String, Situation> situations() {
    return Map.copyOf(situations);
  }

  /** How an application was seen last. */
  synchronized Situation situation(String application) {
    Situation situation = situations.get(application);
    if (situation == null) {
      throw new IllegalStateException("application " + application + " is known no more");
    }
    return situation;
  }

  // What is done

  /**
   * Looks once at every application and begins what is to be done.
   *
   * @return whether anything is under way or to be begun soon
   */
  boolean round() {
    Optional<Cluster.Leading> leading = around.cluster().leading();
    if (leading.isEmpty()) {
      synchronized (this) {
        situations.clear();
      }
      return false;
    }
    boolean lively = false;
    for (Kept kept : kept()) {
      lively |= round(kept, leading.get());
    }
    return lively;
  }

  private synchronized List<Kept> kept() {
    return List.copyOf(new TreeMap<>(store.kept()).values());
  }

  private boolean round(Kept kept, Cluster.Leading leading) {
    Wish wish = kept.wish();
    String application = wish.application();
    World world = look(wish, leading);
    Plan plan = Reconciler.plan(wish, world);
    Optional<String> heldUp = heldUp(kept, leading);
    Situation situation = new Situation(wish, plan, world.busy(), heldUp, true);
    synchronized (this) {
      Kept now = store.kept().get(application);
      if (now == null || !now.wish().equals(wish)) {
        return true;
      }
      situations.put(application, situation);
      forgive(application, plan);
    }
    if (heldUp.isEmpty()) {
      plan.actions().forEach(action -> begin(wish, leading, action));
    }
    return !plan.steps().isEmpty() || !world.busy().isEmpty();
  }

  /** What has failed and need not be done any more is no failure. */
  private synchronized void forgive(String application, Plan plan) {
    attempts
        .getOrDefault(application, new HashMap<>())
        .keySet()
        .removeIf(
            subject ->
                !plan.troubled().contains(subject)
                    && busy.getOrDefault(application, List.of()).stream()
                        .noneMatch(action -> action.subject().equals(subject)));
  }

  private World look(Wish wish, Cluster.Leading leading) {
    Map<String, Attempt> failed;
    List<Action> underWay;
    synchronized (this) {
      failed = Map.copyOf(attempts.getOrDefault(wish.application(), Map.of()));
      underWay = List.copyOf(busy.getOrDefault(wish.application(), List.of()));
    }
    return observer.look(wish, leading, now(), failed, underWay);
  }

  private Optional<String> heldUp(Kept kept, Cluster.Leading leading) {
    if (isOfAnotherTerm(kept, leading)) {
      return Optional.of(FAILED_OVER);
    }
    if (leading.suspended() != null) {
      return Optional.of(
          "an operator has suspended what the manager does by itself: " + leading.suspended());
    }
    return leading.mode() == Mode.AUTOMATIC
        ? Optional.empty()
        : Optional.of(
            "the manager's mode is "
                + leading.mode()
                + ": it does nothing by itself before 'transhume mode AUTOMATIC'");
  }

  private boolean isOfAnotherTerm(Kept kept, Cluster.Leading leading) {
    return around.several().getAsBoolean() && !kept.epoch().equals(leading.epoch().toString());
  }

  private void begin(Wish wish, Cluster.Leading leading, Action action) {
    String application = wish.application();
    if (action instanceof Forget) {
      forget(application);
      return;
    }
    if (action instanceof GiveUp left) {
      synchronized (this) {
        keep(require(application).without(left.of(), left.host(), now()), leading);
      }
    }
    LOG.info("application {}: {}", application, action.text());
    synchronized (this) {
      busy.computeIfAbsent(application, none -> new ArrayList<>()).add(action);
    }
    if (action.replica().isEmpty()) {
      carryOut(application, action);
    } else {
      around.hands().execute(() -> carryOut(application, action));
    }
  }

  private synchronized void forget(String application) {
    Kept kept = store.kept().get(application);
    if (kept != null && kept.wish().leaving()) {
      store.forget(application);
      situations.remove(application);
      attempts.remove(application);
      LOG.info("application {}: nothing is left of it, it is forgotten", application);
    }
  }

  private void carryOut(String application, Action action) {
    List<Explanation> failure =
        List.of(Explanation.of("INTERRUPTED", action.text() + ": was cut off"));
    try {
      failure = deeds.carryOut(application, action);
    } finally {
      ended(application, action, failure);
    }
    around.wake().run();
  }

  private synchronized void ended(String application, Action action, List<Explanation> failure) {
    busy.getOrDefault(application, new ArrayList<>()).remove(action);
    Map<String, Attempt> failed = attempts.computeIfAbsent(application, none -> new HashMap<>());
    if (failure.isEmpty()) {
      failed.remove(action.subject());
      if (action instanceof Action.Create) {
        observer.there(action.subject(), now());
      } else if (action.isAboutDomain()) {
        observer.gone(action.subject());
      }
    } else {
      Attempt before = failed.get(action.subject());
      int times = before == null ? 1 : before.failures() + 1;
      failed.put(action.subject(), new Attempt(times, now(), failure));
      LOG.info("application {}: {} failed: {}", application, action.text(), failure);
    }
  }
}
