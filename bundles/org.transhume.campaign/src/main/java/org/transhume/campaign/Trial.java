// SPDX-License-Identifier: Apache-2.0
package org.transhume.campaign;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.transhume.api.mx.ClusterMXBean;
import org.transhume.api.mx.DomainMXBean;
import org.transhume.api.mx.MigrationEvent;
import org.transhume.api.mx.MigrationMXBean;
import org.transhume.api.mx.ObjectNames;
import org.transhume.campaign.report.Comparison;
import org.transhume.campaign.report.Event;
import org.transhume.campaign.report.Finding;
import org.transhume.campaign.report.Plot;

/**
 * One run of one test: what it lets happen on the testbed, and what it notes. What was started or
 * changed through it is ended and set back when the test is over, whatever became of it.
 */
public final class Trial {

  private static final Duration LOOK = Duration.ofMillis(50);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** The manager has the same samples, but for what they take on their way to it. */
  private static final Duration MANAGER_HEARS = Duration.ofMillis(500);

  /** Samples are late by less than that. */
  private static final long STEP_SEEN_MILLIS = 1_000;

  private final String test;
  private final Testbed testbed;
  private final Pause pause;
  private final int runs;
  private final Progress progress;
  private final Watch watch;
  private final Set<String> titles = new LinkedHashSet<>();
  private final List<Event> course = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();
  private final List<Plot> plots = new ArrayList<>();
  private final List<Comparison> comparisons = new ArrayList<>();
  private final List<Program> programs = new ArrayList<>();
  private final Set<String> domains = new LinkedHashSet<>();
  private final Map<String, Long> stepped = new TreeMap<>();
  private final Map<String, Undo> undos = new LinkedHashMap<>();

  /** A run that begins now. */
  Trial(String test, Testbed testbed, Pause pause, int runs, Progress progress) throws IOException {
    this.test = test;
    this.testbed = testbed;
    this.pause = pause;
    this.runs = runs;
    this.progress = progress;
    this.watch = testbed.beans().watch();
  }

  // What it may use

  /** Where it runs. */
  public Testbed testbed() {
    return testbed;
  }

  /** Everything that manager and agents have told since the run began. */
  public Watch watch() {
    return watch;
  }

  /** How often figures are taken that need several runs. */
  public int runs() {
    return runs;
  }

  /** The host of that number, from 0. */
  public String host(int number) {
    return testbed.hosts().get(number);
  }

  /** The time of day. */
  public long nowEpochMillis() {
    return pause.nowEpochMillis();
  }

  /** The MBean of that name. */
  public <T> T bean(javax.management.ObjectName name, Class<T> type) {
    return testbed.beans().bean(name, type);
  }

  // What it lets happen

  /** Creates a domain that lives as long as the run. */
  public void create(String host, DomainPlan plan) throws IOException, MissingMeans {
    domains.add(plan.name());
    testbed.create(host, plan);
    say(plan.name() + " created on " + host + ", " + plan.memoryMebibytes() + " MiB");
  }

  /** Starts a workload program in a domain. */
  public Program inDomain(String domain, String... words) throws IOException, MissingMeans {
    return started(testbed.inDomain(domain, words));
  }

  /** Lets a domain's shell run a line. */
  public Program shell(String domain, String line) throws IOException, MissingMeans {
    return started(testbed.shell(domain, line));
  }

  /** Starts a workload program on a host's control domain. */
  public Program onHost(String host, String... words) throws IOException, MissingMeans {
    return started(testbed.onHost(host, words));
  }

  private Program started(Program program) {
    programs.add(program);
    titles.add(program.title());
    return program;
  }

  /** Moves a domain by its MBean on the agent that has it, and waits for the end. */
  public Moved move(String domain, String target) throws IOException {
    return move(agentsBean(domain), domain, target);
  }

  /** Moves a domain by the manager's MBean of it, and waits for the end. */
  public Moved moveByManager(String domain, String target) throws IOException {
    return move(managersBean(domain), domain, target);
  }

  private Moved move(DomainMXBean bean, String domain, String target) throws IOException {
    Map<String, Long> before = offsets(bean.getHost(), target);
    return awaitEnd(bean.migrate(target), domain, before);
  }

  /** Waits for the end of a migration that somebody has asked for. */
  public Moved awaitEnd(String id, String domain, Map<String, Long> offsetsBefore)
      throws IOException {
    await("migration " + id + " of " + domain + " ends", () -> watch.ended(id).isPresent());
    List<MigrationEvent> events =
        watch.migrations().stream().filter(event -> event.id().equals(id)).toList();
    MigrationEvent end = events.get(events.size() - 1);
    Moved moved =
        new Moved(
            id,
            domain,
            end.source(),
            end.target(),
            end.phase(),
            events,
            testbed.beans().has(ObjectNames.migration(id))
                ? bean(ObjectNames.migration(id), MigrationMXBean.class).getRequestedBy()
                : "",
            offsetsBefore,
            offsets(end.source(), end.target()));
    say(
        domain
            + " from "
            + moved.source()
            + " to "
            + moved.target()
            + ": "
            + moved.outcome()
            + " after "
            + moved.durationMillis()
            + " ms, stood still "
            + moved.downtimeMillis()
            + " ms; clocks ahead by ms before "
            + moved.offsetsBefore()
            + ", after "
            + moved.offsetsAfter());
    return moved;
  }

  /** How far hosts' clocks are ahead of ours, in milliseconds, of those that have been heard. */
  public Map<String, Long> offsets(String... hosts) {
    Map<String, Long> offsets = new TreeMap<>();
    for (String host : hosts) {
      watch.aheadMillis(host).ifPresent(ahead -> offsets.put(host, ahead));
    }
    return offsets;
  }

  /** The agent's MBean of a domain, once a single agent shows it, and the manager the same host. */
  public DomainMXBean agentsBean(String domain) throws IOException {
    await("one agent shows " + domain, () -> shown(domain).equals(managersHost(domain)));
    return bean(ObjectNames.domain(shown(domain).get(0), domain), DomainMXBean.class);
  }

  private List<String> shown(String domain) throws IOException {
    List<String> shown = new ArrayList<>();
    for (String host : testbed.hosts()) {
      if (testbed.beans().has(ObjectNames.domain(host, domain))) {
        shown.add(host);
      }
    }
    return shown;
  }

  private List<String> managersHost(String domain) throws IOException {
    return testbed.beans().has(ObjectNames.domain(domain))
        ? List.of(managersBean(domain).getHost())
        : List.of("nowhere");
  }

  /** The manager's MBean of a domain. */
  public DomainMXBean managersBean(String domain) {
    return bean(ObjectNames.domain(domain), DomainMXBean.class);
  }

  /**
   * Steps a host's clock, and returns when its agent and the manager have seen that. What it is off
   * by in the end is taken back when the run ends.
   */
  public void stepClock(String host, long millis) throws IOException, MissingMeans {
    stepped.merge(host, millis, Long::sum);
    later("clock of " + host, () -> step(host, -stepped.remove(host)));
    step(host, millis);
    say("the clock of " + host + " was stepped by " + millis + " ms");
  }

  /** A manager decides nothing on a host whose clock has just run backwards. */
  private void step(String host, long millis) throws IOException, MissingMeans {
    await("a sample of " + host, () -> watch.aheadMillis(host).isPresent());
    long wanted = watch.aheadMillis(host).getAsLong() + millis;
    testbed.stepClock(host, millis);
    await(
        "a sample of " + host + " shows the step",
        () -> Math.abs(watch.aheadMillis(host).getAsLong() - wanted) < STEP_SEEN_MILLIS);
    pause.await(MANAGER_HEARS);
    ClusterMXBean cluster = bean(ObjectNames.cluster(), ClusterMXBean.class);
    await("the manager decides on all hosts", () -> cluster.getStaleHosts().isEmpty());
  }

  /**
   * Remembers how to set something back when the run ends.
   *
   * @param what names it; of several ways to set the same thing back the first counts
   */
  public void later(String what, Undo undo) {
    undos.putIfAbsent(what, undo);
  }

  // How it waits

  /** Lets time pass. */
  public void pause(Duration time) {
    pause.await(time);
  }

  /**
   * Waits for a condition, for at most a minute.
   *
   * @param what ends the sentence "waited in vain until ..."
   * @throws IllegalStateException when it does not come true
   */
  public void await(String what, Condition condition) throws IOException {
    if (!holds(PATIENCE, condition)) {
      throw new IllegalStateException("waited in vain until " + what);
    }
  }

  /** Whether a condition comes true within that time. */
  public boolean holds(Duration time, Condition condition) throws IOException {
    long deadline = nowEpochMillis() + time.toMillis();
    while (!condition.holds()) {
      if (nowEpochMillis() >= deadline) {
        return false;
      }
      pause.await(LOOK);
    }
    return true;
  }

  /**
   * Waits for a line of a program.
   *
   * @throws IllegalStateException when the program ends without it, or a minute has passed
   */
  public Row await(Program program, String kind) throws IOException {
    return await(program, kind, row -> true);
  }

  /** Waits for a line of a program that says what is wanted. */
  public Row await(Program program, String kind, Predicate<Row> wanted) throws IOException {
    boolean there =
        holds(
            PATIENCE,
            () -> program.rows(kind).stream().anyMatch(wanted) || program.exitCode().isPresent());
    return program.rows(kind).stream()
        .filter(wanted)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    program.title()
                        + (there ? " ended" : " ran for a minute")
                        + " without a line '"
                        + kind
                        + "'"));
  }

  // What it notes

  /** Notes something that happened, and tells it whoever watches. */
  public void say(String text) {
    course.add(new Event(nowEpochMillis(), text));
    progress.tell(test, text);
  }

  /** Notes what was expected, and whether it was seen. */
  public void expect(String subject, String expected, String observed, boolean held) {
    findings.add(new Finding(subject, expected, observed, held));
    if (!held) {
      progress.tell(test, subject + ": expected " + expected + ", observed " + observed);
    }
  }

  /** Notes a picture. */
  public void draw(Plot plot) {
    plots.add(plot);
  }

  /** Notes a figure beside the one of 2008. */
  public void compare(String figure, String unit, String in2008, String here) {
    comparisons.add(new Comparison(figure, unit, in2008, here));
  }

  List<String> titles() {
    return List.copyOf(titles);
  }

  List<Event> course() {
    return List.copyOf(course);
  }

  List<Finding> findings() {
    return List.copyOf(findings);
  }

  List<Plot> plots() {
    return List.copyOf(plots);
  }

  List<Comparison> comparisons() {
    return List.copyOf(comparisons);
  }

  /**
   * Ends what was started and sets back what was changed, as much of it as can be.
   *
   * @return what could not be set back; empty when all was
   */
  List<String> restore() {
    List<String> left = new ArrayList<>();
    programs.forEach(program -> undo(program.title(), program::end, left));
    undos.forEach((what, undo) -> undo(what, undo, left));
    domains.forEach(domain -> undo(domain, () -> testbed.destroy(domain), left));
    watch.close();
    return left;
  }

  /** Anything may be wrong with a testbed that a test has failed on. */
  private static void undo(String what, Undo undo, List<String> left) {
    try {
      undo.run();
    } catch (IOException | MissingMeans | RuntimeException e) {
      left.add(what + ": " + e.getMessage());
    }
  }

  /** Something that comes true. */
  @FunctionalInterface
  public interface Condition {

    /** Whether it has. */
    boolean holds() throws IOException;
  }

  /** Sets something back. */
  @FunctionalInterface
  public interface Undo {

    /** Does it. */
    void run() throws IOException, MissingMeans;
  }
}
