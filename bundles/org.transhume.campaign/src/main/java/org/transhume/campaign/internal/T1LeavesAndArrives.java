// SPDX-License-Identifier: Apache-2.0
package org.transhume.campaign.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.DomainEvent;
import org.transhume.api.mx.HostMXBean;
import org.transhume.api.mx.MigrationMXBean;
import org.transhume.api.mx.ObjectNames;
import org.transhume.campaign.CampaignTest;
import org.transhume.campaign.DomainPlan;
import org.transhume.campaign.MissingMeans;
import org.transhume.campaign.Moved;
import org.transhume.campaign.Program;
import org.transhume.campaign.Trial;
import org.transhume.campaign.report.Line;
import org.transhume.campaign.report.Phase;
import org.transhume.campaign.report.Plot;
import org.transhume.campaign.report.Point;

/** T1: the inventories of both hosts show a domain leave and arrive; and clocks that differ. */
public final class T1LeavesAndArrives implements CampaignTest {

  private static final String DOMAIN = "etch-1-1";
  private static final int MEBIBYTES = 64;
  private static final long STEP_MILLIS = 5_000;
  private static final long INVENTORY_MILLIS = 1_000;
  private static final Duration SAMPLE = Duration.ofMillis(200);
  private static final Duration SHOWN = Duration.ofSeconds(5);
  private static final double MEBIBYTE = 1 << 20;
  private static final double LEAST_LOAD_MEBIBYTES = 1;

  @Override
  public String id() {
    return "T1";
  }

  @Override
  public String statement() {
    return "A domain is moved live between two hosts; their inventories, looked at every second,"
        + " show it leave and arrive. Between hosts whose clocks differ it is not moved.";
  }

  @Override
  public List<String> requirements() {
    return List.of("EF1");
  }

  @Override
  public void run(Trial trial) throws IOException, MissingMeans {
    String source = trial.host(0);
    String target = trial.host(1);
    trial.create(source, new DomainPlan(DOMAIN, MEBIBYTES, 1 << 20));
    expectRefusalByClocks(trial, target);
    expectListed(trial, "before", source, target);
    expectClock(trial, "before");
    Moved moved = observedMove(trial, source, target);
    Moves.done(trial, moved);
    expectListed(trial, "after", target, source);
    expectClock(trial, "after");
    expectEvents(trial, source, target);
  }

  private static void expectRefusalByClocks(Trial trial, String target)
      throws IOException, MissingMeans {
    trial.stepClock(target, STEP_MILLIS);
    Moved refused = trial.move(DOMAIN, target);
    trial.stepClock(target, -STEP_MILLIS);
    trial.expect(
        "a move to a host whose clock is " + STEP_MILLIS + " ms ahead",
        "REFUSED with CLOCKS_APART and the remedy",
        refused.outcome() + ": " + refused.reason(),
        refused.outcome() == MigrationPhase.REFUSED && refused.hasReason("CLOCKS_APART"));
  }

  private static void expectListed(Trial trial, String when, String here, String notThere)
      throws IOException {
    boolean listed =
        trial.holds(
            SHOWN,
            () ->
                inventory(trial, here).contains(DOMAIN)
                    && !inventory(trial, notThere).contains(DOMAIN));
    trial.expect(
        "inventories " + when + " the move",
        DOMAIN + " on " + here + " and not on " + notThere,
        here + " " + inventory(trial, here) + ", " + notThere + " " + inventory(trial, notThere),
        listed);
  }

  private static List<String> inventory(Trial trial, String host) {
    return trial.bean(ObjectNames.host(host), HostMXBean.class).getDomainNames();
  }

  private static void expectEvents(Trial trial, String source, String target) throws IOException {
    boolean told =
        trial.holds(
            SHOWN,
            () ->
                hosts(trial.watch().left()).contains(source)
                    && hosts(trial.watch().arrived()).contains(target));
    trial.expect(
        "notifications of the agents",
        "the domain left " + source + " and arrived at " + target,
        "left " + hosts(trial.watch().left()) + ", arrived at " + hosts(trial.watch().arrived()),
        told);
  }

  private static List<String> hosts(List<DomainEvent> events) {
    return events.stream()
        .filter(event -> event.name().equals(DOMAIN))
        .map(DomainEvent::host)
        .toList();
  }

  private static void expectClock(Trial trial, String when) throws IOException, MissingMeans {
    long asked = trial.nowEpochMillis();
    Program date = trial.shell(DOMAIN, "date +%s%3N");
    trial.await("the domain tells its time", () -> !date.lines().isEmpty());
    long told = Long.parseLong(date.lines().get(0).strip());
    long heard = trial.nowEpochMillis();
    trial.expect(
        "clock of the domain " + when + " the move",
        "within 200 ms of the time at which it was asked",
        "asked at " + asked + ", told " + told + ", heard at " + heard,
        told > asked - 200 && told < heard + 200);
  }

  private static Moved observedMove(Trial trial, String source, String target) throws IOException {
    List<Point> out = new ArrayList<>();
    List<Point> in = new ArrayList<>();
    Map<String, Long> offsets = trial.offsets(source, target);
    long begun = trial.nowEpochMillis();
    String id = trial.agentsBean(DOMAIN).migrate(target);
    long nextInventory = begun;
    long before = begun;
    long sentBefore = 0;
    long receivedBefore = 0;
    while (trial.watch().ended(id).isEmpty()) {
      trial.pause(SAMPLE);
      long now = trial.nowEpochMillis();
      long sent = bytes(trial, source, id);
      long received = bytes(trial, target, id) * trial.testbed().bytesPerReceivedByte();
      double x = (now - begun) / 1000.0;
      out.add(new Point(x, rate(sent - sentBefore, now - before)));
      in.add(new Point(x, rate(received - receivedBefore, now - before)));
      before = now;
      sentBefore = Math.max(sent, sentBefore);
      receivedBefore = Math.max(received, receivedBefore);
      if (now >= nextInventory) {
        nextInventory += INVENTORY_MILLIS;
        trial.say(
            source
                + " "
                + inventory(trial, source)
                + ", "
                + target
                + " "
                + inventory(trial, target));
      }
      if (now - begun > 60_000) {
        throw new IllegalStateException("the migration did not end within a minute");
      }
    }
    Moved moved = trial.awaitEnd(id, DOMAIN, offsets);
    trial.draw(
        new Plot(
            "Network load of the migration at both hosts",
            "time since the request, s",
            "MiB/s",
            List.of(new Line(source + " sends", out), new Line(target + " receives", in)),
            List.of(
                new Phase(
                    "pre-copy",
                    seconds(moved.reachedEpochMillis(MigrationPhase.SENDING) - begun),
                    seconds(moved.reachedEpochMillis(MigrationPhase.FINISHING) - begun)))));
    expectLoad(trial, new Line(source, out));
    expectLoad(trial, new Line(target, in));
    return moved;
  }

  /** Any link carries more when a domain moves, and an idle one does not. */
  private static void expectLoad(Trial trial, Line line) throws IOException {
    double most = line.points().stream().mapToDouble(Point::y).max().orElse(0);
    trial.expect(
        "network load at " + line.name(),
        "more than " + LEAST_LOAD_MEBIBYTES + " MiB/s at its highest",
        "at most " + Statistics.decimal(most) + " MiB/s",
        most > LEAST_LOAD_MEBIBYTES);
  }

  private static double seconds(long millis) {
    return Math.max(0, millis) / 1000.0;
  }

  private static double rate(long bytes, long millis) {
    return Math.max(0, bytes) / MEBIBYTE / (Math.max(1, millis) / 1000.0);
  }

  private static long bytes(Trial trial, String host, String id) throws IOException {
    return trial.testbed().beans().has(ObjectNames.migration(host, id))
        ? trial.bean(ObjectNames.migration(host, id), MigrationMXBean.class).getBytesSent()
        : 0;
  }
}
