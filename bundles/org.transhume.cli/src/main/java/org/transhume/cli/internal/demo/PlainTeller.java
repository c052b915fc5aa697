// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.demo;

import static org.transhume.cli.internal.view.Table.left;
import static org.transhume.cli.internal.view.Table.right;

import java.io.PrintWriter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.DomainSample;
import org.transhume.api.mx.HostSample;
import org.transhume.api.mx.MigrationEvent;
import org.transhume.cli.internal.demo.Scene.MigrationScene;
import org.transhume.cli.internal.demo.Scene.RefusalScene;
import org.transhume.cli.internal.view.Quantity;
import org.transhume.cli.internal.view.Table;

/** Tells the story line by line: what changed when it changed, and the loads now and then. */
final class PlainTeller implements Teller {

  private static final long LOADS_EVERY_MILLIS = 5_000;
  private static final int PERCENT_STEP = 20;

  private final PrintWriter out;
  private final Map<String, MigrationPhase> phases = new HashMap<>();
  private final Map<String, Integer> percents = new HashMap<>();
  private final Set<RefusalScene> refusals = new HashSet<>();
  private final Set<String> losses = new HashSet<>();
  private Chapter chapter;
  private long nextLoadsMillis;

  PlainTeller(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void say(String line) {
    out.println(line);
    out.flush();
  }

  @Override
  public void tell(Story story, long sinceStartMillis) {
    String at = String.format(Locale.ROOT, "[%5.1f s] ", sinceStartMillis / 1000.0);
    if (chapter == null) {
      table(story.scene()).lines().forEach(this::say);
      nextLoadsMillis = sinceStartMillis + LOADS_EVERY_MILLIS;
    }
    if (!story.plot().chapter().equals(chapter)) {
      chapter = story.plot().chapter();
      say(at + chapter.text());
    }
    story.scene().losses().stream()
        .flatMap(loss -> loss.lines().stream())
        .filter(losses::add)
        .forEach(line -> say(at + line));
    story.refusals().stream()
        .filter(refusals::add)
        .forEach(
            refusal ->
                say(
                    at
                        + refusal.policy()
                        + " refuses "
                        + refusal.subject()
                        + ": "
                        + refusal.reason()));
    story.scene().migrations().forEach(migration -> sayMigration(at, migration));
    if (sinceStartMillis >= nextLoadsMillis) {
      say(at + loads(story.scene()));
      nextLoadsMillis = sinceStartMillis + LOADS_EVERY_MILLIS;
    }
  }

  @Override
  public void close() {
    out.flush();
  }

  /** The table that the story begins and ends with. */
  static Table table(Scene scene) {
    Table table = new Table(left("HOST"), right("LOAD"), right("FREE"), left("DOMAINS"));
    for (HostSample host : scene.hosts()) {
      Optional<String> instead = scene.insteadOfLoad(host.host());
      if (instead.isPresent()) {
        table.row(host.host(), instead.get(), "-", "-");
        continue;
      }
      table.row(
          host.host(),
          Quantity.percent(host.cpuLoad()),
          Quantity.bytes(host.freeMemoryBytes()),
          host.domains().stream()
              .map(DomainSample::name)
              .sorted()
              .collect(Collectors.joining(" ")));
    }
    return table;
  }

  private void sayMigration(String at, MigrationScene migration) {
    MigrationEvent event = migration.event();
    String subject = at + "migration " + event.id() + " ";
    MigrationPhase told = phases.put(event.id(), event.phase());
    if (told == null) {
      say(
          subject
              + "of "
              + event.domain()
              + " from "
              + event.source()
              + " to "
              + event.target()
              + ": "
              + migration.reason());
    }
    if (told != event.phase()) {
      say(subject + event.phase() + ending(migration));
    }
    if (event.phase() == MigrationPhase.SENDING && migration.percent() != null) {
      int last = percents.getOrDefault(event.id(), 0);
      if (migration.percent() >= last + PERCENT_STEP) {
        percents.put(event.id(), migration.percent());
        say(
            subject
                + migration.percent()
                + "%, "
                + Quantity.bytes(event.bytesSent())
                + ", "
                + (migration.bytesPerSecond() == null
                    ? "rate unknown"
                    : Quantity.rate(migration.bytesPerSecond())));
      }
    }
  }

  private static String ending(MigrationScene migration) {
    MigrationEvent event = migration.event();
    if (!event.phase().isFinal()) {
      return "";
    }
    String times =
        (event.durationMillis() == null ? "" : " after " + Quantity.millis(event.durationMillis()))
            + (event.downtimeMillis() == null
                ? ""
                : ", downtime " + Quantity.millis(event.downtimeMillis()));
    return event.phase() == MigrationPhase.DONE || event.reasons().isEmpty()
        ? times
        : times + ": " + event.reasons().get(event.reasons().size() - 1).text();
  }

  private static String loads(Scene scene) {
    return scene.hosts().stream()
        .map(
            host ->
                host.host()
                    + " "
                    + scene.insteadOfLoad(host.host()).orElse(Quantity.percent(host.cpuLoad())))
        .collect(Collectors.joining("  "));
  }
}
