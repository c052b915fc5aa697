// SPDX-License-Identifier: Apache-2.0
package org.transhume.campaign.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.transhume.api.model.DomainState;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.DomainMXBean;
import org.transhume.api.mx.ObjectNames;
import org.transhume.api.mx.ProbeMXBean;
import org.transhume.api.mx.RulesMXBean;
import org.transhume.campaign.CampaignTest;
import org.transhume.campaign.CountingWrapper;
import org.transhume.campaign.DomainPlan;
import org.transhume.campaign.MissingMeans;
import org.transhume.campaign.Moved;
import org.transhume.campaign.Trial;

/** T12: twenty moves there and back, and the wrapper of the domain that follows it. */
public final class T12ThereAndBack implements CampaignTest {

  private static final int MOVES = 20;
  private static final String DOMAIN = CountingWrapper.DOMAIN;
  private static final String TAG = "follows";
  private static final String WHO = "campaign";
  private static final Duration REBUILT = Duration.ofSeconds(1);
  private static final Duration SHOWN = Duration.ofSeconds(5);

  @Override
  public String id() {
    return "T12";
  }

  @Override
  public String statement() {
    return "Twenty moves there and back by the domain's MBean on the manager, which keeps tags,"
        + " thresholds and subscription; the agent's MBean is rebuilt at each target within a"
        + " second and gone at the source; operations work on every side, and the wrapper of software"
        + " in the domain goes along with all it knows.";
  }

  @Override
  public List<String> requirements() {
    return List.of("EF1", "EF12");
  }

  @Override
  public void run(Trial trial) throws IOException, MissingMeans {
    trial.create(trial.host(0), new DomainPlan(DOMAIN, 16, 0));
    tag(trial);
    String uuid = trial.managersBean(DOMAIN).getUuid();
    List<Double> thresholds = thresholds(trial);
    WrappedSoftware software = WrappedSoftware.start(trial, DOMAIN);
    List<Double> rebuilt = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    int done = 0;
    for (int move = 0; move < MOVES; move++) {
      String target = trial.host(1 - move % 2);
      Moved moved = trial.moveByManager(DOMAIN, target);
      if (!moved.isDone()) {
        wrong.add(moved.id() + " ended " + moved.outcome() + ": " + moved.reason());
        break;
      }
      done++;
      rebuilt.add(secondsUntilRebuilt(trial, moved));
      wrong.addAll(follow(trial, moved, uuid));
      software.follow(moved);
      wrong.addAll(operate(trial, moved, move % 4 < 2));
    }
    trial.expect("moves there and back", MOVES + " DONE", done + " DONE", done == MOVES);
    if (rebuilt.isEmpty()) {
      throw new IllegalStateException("no move was done: " + wrong);
    }
    Statistics time = new Statistics(rebuilt);
    trial.expect(
        "the agent's MBean after each move",
        "at the target and not at the source within " + REBUILT.toSeconds() + " s",
        time.in("s") + ", at most " + Statistics.decimal(time.most()) + " s",
        time.most() <= REBUILT.toMillis() / 1000.0);
    trial.expect(
        "the manager's MBean and operations on every side",
        "the same uuid and tags, the new host, pause and unpause after each move",
        wrong.isEmpty() ? "so after all moves" : String.join("; ", wrong),
        wrong.isEmpty());
    software.judge();
    trial.expect(
        "thresholds of both hosts",
        thresholds.toString(),
        thresholds(trial).toString(),
        thresholds.equals(thresholds(trial)));
    long told =
        trial.watch().migrations().stream()
            .filter(event -> event.domain().equals(DOMAIN))
            .filter(event -> event.phase() == MigrationPhase.DONE)
            .count();
    trial.expect(
        "one subscription at the manager",
        "tells the end of all " + MOVES + " moves",
        told + " ends",
        told == MOVES);
  }

  private static void tag(Trial trial) throws IOException {
    RulesMXBean rules = trial.bean(ObjectNames.rules(), RulesMXBean.class);
    String rule = "domain " + DOMAIN + " tag " + TAG;
    List<String> errors = rules.set(rule, WHO).errors();
    if (!errors.isEmpty()) {
      throw new IllegalStateException("the domain cannot be tagged: " + errors);
    }
    trial.later("tag of " + DOMAIN, () -> rules.remove(rule, WHO));
    trial.await(
        "the domain shows its tag", () -> trial.managersBean(DOMAIN).getTags().contains(TAG));
  }

  private static List<Double> thresholds(Trial trial) {
    List<Double> thresholds = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      ProbeMXBean probe =
          trial.bean(ObjectNames.probe(trial.host(i), Heat.PROBE), ProbeMXBean.class);
      thresholds.add(probe.getLowThreshold());
      thresholds.add(probe.getHighThreshold());
    }
    return thresholds;
  }

  private static double secondsUntilRebuilt(Trial trial, Moved moved) throws IOException {
    trial.holds(
        SHOWN,
        () ->
            trial.testbed().beans().has(ObjectNames.domain(moved.target(), DOMAIN))
                && !trial.testbed().beans().has(ObjectNames.domain(moved.source(), DOMAIN)));
    return (trial.nowEpochMillis() - moved.endEpochMillis()) / 1000.0;
  }

  private static List<String> follow(Trial trial, Moved moved, String uuid) throws IOException {
    List<String> wrong = new ArrayList<>();
    if (!trial.testbed().beans().has(ObjectNames.domain(DOMAIN))) {
      wrong.add("the manager's MBean is gone after " + moved.id());
      return wrong;
    }
    DomainMXBean bean = trial.managersBean(DOMAIN);
    trial.holds(SHOWN, () -> bean.getHost().equals(moved.target()));
    if (!bean.getHost().equals(moved.target())) {
      wrong.add("after " + moved.id() + " the manager shows " + DOMAIN + " on " + bean.getHost());
    }
    if (!bean.getUuid().equals(uuid)) {
      wrong.add("after " + moved.id() + " its uuid is " + bean.getUuid());
    }
    if (!bean.getTags().contains(TAG)) {
      wrong.add("after " + moved.id() + " its tags are " + bean.getTags());
    }
    return wrong;
  }

  private static List<String> operate(Trial trial, Moved moved, boolean byManager)
      throws IOException {
    DomainMXBean bean =
        byManager
            ? trial.managersBean(DOMAIN)
            : trial.bean(ObjectNames.domain(moved.target(), DOMAIN), DomainMXBean.class);
    List<String> wrong = new ArrayList<>();
    bean.pause();
    if (!trial.holds(SHOWN, () -> bean.getState() == DomainState.PAUSED)) {
      wrong.add("on " + moved.target() + " it is " + bean.getState() + " after pause");
    }
    bean.unpause();
    if (!trial.holds(SHOWN, () -> bean.getState().isRunning())) {
      wrong.add("on " + moved.target() + " it is " + bean.getState() + " after unpause");
    }
    // The next move is looked at by what the manager has heard.
    trial.holds(SHOWN, () -> trial.managersBean(DOMAIN).getState().isRunning());
    return wrong;
  }
}
