// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.demo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.DomainSample;
import org.transhume.api.mx.HostSample;
import org.transhume.api.mx.MigrationEvent;
import org.transhume.cli.internal.demo.Scene.LossScene;
import org.transhume.cli.internal.demo.Scene.MigrationScene;
import org.transhume.cli.internal.demo.Scene.RefusalScene;
import org.transhume.cli.internal.view.Quantity;

/** The picture of the demo for a terminal: pure, from a story and a size to lines. */
final class LiveView {

  private static final String INDENT = "    ";
  private static final int BAR = 24;
  private static final int HEAD_AND_FOOT = 14;
  private static final int MIGRATIONS_SHOWN = 3;
  private static final int REFUSALS_SHOWN = 3;
  private static final double HIGH = 0.8;
  private static final double LOW = 0.6;
  private static final AttributedStyle PLAIN = AttributedStyle.DEFAULT;
  private static final AttributedStyle BOLD = AttributedStyle.BOLD;
  private static final AttributedStyle FAINT = AttributedStyle.DEFAULT.faint();
  private static final AttributedStyle GREEN = PLAIN.foreground(AttributedStyle.GREEN);
  private static final AttributedStyle YELLOW = PLAIN.foreground(AttributedStyle.YELLOW);
  private static final AttributedStyle RED = PLAIN.foreground(AttributedStyle.RED);

  private final List<String> header;
  private final boolean unicode;

  /**
   * A view.
   *
   * @param header lines that stay on top
   * @param unicode whether the terminal can show block characters
   */
  LiveView(List<String> header, boolean unicode) {
    this.header = List.copyOf(header);
    this.unicode = unicode;
  }

  /** The lines for a terminal of that size; never more rows nor columns than it has. */
  List<AttributedString> lines(Story story, long sinceStartMillis, int columns, int rows) {
    List<AttributedString> lines = new ArrayList<>();
    lines.add(title(story, sinceStartMillis));
    header.forEach(line -> lines.add(new AttributedString(line, FAINT)));
    lines.add(AttributedString.EMPTY);
    addHosts(lines, story, Math.max(3, rows - HEAD_AND_FOOT - header.size()));
    lines.add(AttributedString.EMPTY);
    addMigrations(lines, story.scene().migrations(), columns);
    addLosses(lines, story.scene().losses(), columns);
    addRefusals(lines, story.refusals(), columns);
    return lines.stream()
        .limit(Math.max(1, rows))
        .map(line -> line.columnSubSequence(0, columns))
        .toList();
  }

  private AttributedString title(Story story, long sinceStartMillis) {
    AttributedStringBuilder line = new AttributedStringBuilder();
    line.styled(BOLD, "Transhume demo")
        .append(String.format(Locale.ROOT, "  %.0f s  ", sinceStartMillis / 1000.0));
    Chapter chapter = story.plot().chapter();
    AttributedStyle style = chapter.mood() == Mood.TENSE ? RED : GREEN;
    line.styled(style, chapter.text());
    return line.toAttributedString();
  }

  private void addHosts(List<AttributedString> lines, Story story, int room) {
    List<HostSample> hosts = shown(story.scene().hosts(), room);
    int width = hosts.stream().mapToInt(host -> host.host().length()).max().orElse(4);
    lines.add(
        new AttributedString(
            pad("HOST", width) + "  " + pad("LOAD", BAR + 8) + pad("FREE", 10) + "DOMAINS", BOLD));
    for (HostSample host : hosts) {
      AttributedStringBuilder line = new AttributedStringBuilder();
      line.append(pad(host.host(), width)).append("  ");
      Optional<String> instead = story.scene().insteadOfLoad(host.host());
      if (instead.isPresent()) {
        lines.add(
            line.styled(instead.get().equals("lost") ? RED : FAINT, instead.get())
                .toAttributedString());
        continue;
      }
      double load = host.cpuLoad() == null ? 0 : host.cpuLoad();
      line.styled(colour(load), bar(load))
          .append(" ")
          .append(pad(String.format("%4s", Quantity.percent(host.cpuLoad())), 7))
          .append(pad(Quantity.bytes(host.freeMemoryBytes()), 10));
      addDomains(line, host, story.scene().migrations());
      lines.add(line.toAttributedString());
    }
    int hidden = story.scene().hosts().size() - hosts.size();
    if (hidden > 0) {
      lines.add(new AttributedString("and " + hidden + " hosts with less load", FAINT));
    }
  }

  /** All hosts by name, or, where they do not fit, the busiest. */
  private static List<HostSample> shown(List<HostSample> hosts, int room) {
    if (hosts.size() <= room) {
      return hosts;
    }
    return hosts.stream()
        .sorted(
            Comparator.comparing((HostSample host) -> host.cpuLoad() == null ? 0.0 : host.cpuLoad())
                .reversed())
        .limit(room - 1L)
        .toList();
  }

  private static void addDomains(
      AttributedStringBuilder line, HostSample host, List<MigrationScene> migrations) {
    List<String> leaving =
        migrations.stream()
            .map(MigrationScene::event)
            .filter(event -> !event.phase().isFinal() && event.source().equals(host.host()))
            .map(MigrationEvent::domain)
            .toList();
    List<String> arrived =
        migrations.stream()
            .map(MigrationScene::event)
            .filter(event -> event.phase() == MigrationPhase.DONE)
            .filter(event -> event.target().equals(host.host()))
            .map(MigrationEvent::domain)
            .toList();
    for (String domain : host.domains().stream().map(DomainSample::name).sorted().toList()) {
      AttributedStyle style =
          leaving.contains(domain)
              ? YELLOW.bold()
              : arrived.contains(domain) ? GREEN.bold() : PLAIN;
      line.styled(style, domain).append(" ");
    }
  }

  private void addMigrations(
      List<AttributedString> lines, List<MigrationScene> migrations, int columns) {
    lines.add(new AttributedString("MIGRATIONS", BOLD));
    if (migrations.isEmpty()) {
      lines.add(new AttributedString("none yet", FAINT));
    }
    List<MigrationScene> newest = new ArrayList<>(migrations);
    Collections.reverse(newest);
    for (MigrationScene migration : newest.stream().limit(MIGRATIONS_SHOWN).toList()) {
      MigrationEvent event = migration.event();
      lines.add(
          new AttributedStringBuilder()
              .append(event.domain())
              .append("  ")
              .append(event.source())
              .append(" -> ")
              .append(event.target())
              .append("  ")
              .append(progress(migration))
              .toAttributedString());
      if (migration.reason() != null) {
        addWrapped(lines, "  because " + migration.reason(), columns);
      }
    }
  }

  private AttributedString progress(MigrationScene migration) {
    MigrationEvent event = migration.event();
    AttributedStringBuilder line = new AttributedStringBuilder();
    AttributedStyle style =
        event.phase() == MigrationPhase.DONE ? GREEN : event.phase().isFinal() ? RED : YELLOW;
    if (!event.phase().isFinal() && migration.percent() != null) {
      line.styled(style, bar(migration.percent() / 100.0))
          .append(String.format(Locale.ROOT, " %3d%% ", migration.percent()));
    }
    line.styled(style, event.phase().name());
    List<String> facts = new ArrayList<>();
    if (!event.phase().isFinal()) {
      facts.add(Quantity.bytes(event.bytesSent()));
      facts.add(Quantity.rate(migration.bytesPerSecond()));
    }
    facts.add(event.durationMillis() == null ? "" : Quantity.millis(event.durationMillis()));
    facts.add(
        event.downtimeMillis() == null
            ? ""
            : "downtime " + Quantity.millis(event.downtimeMillis()));
    line.append("  ")
        .append(facts.stream().filter(fact -> !fact.isEmpty()).collect(Collectors.joining(", ")));
    return line.toAttributedString();
  }

  private static void addLosses(List<AttributedString> lines, List<LossScene> losses, int columns) {
    if (!losses.isEmpty()) {
      lines.add(AttributedString.EMPTY);
      lines.add(new AttributedString("LOST", BOLD));
      losses.stream()
          .flatMap(loss -> loss.lines().stream())
          .forEach(line -> addWrapped(lines, line, columns));
    }
  }

  private static void addRefusals(
      List<AttributedString> lines, List<RefusalScene> refusals, int columns) {
    if (refusals.isEmpty()) {
      return;
    }
    lines.add(AttributedString.EMPTY);
    lines.add(new AttributedString("REFUSED", BOLD));
    refusals.stream()
        .skip(Math.max(0, refusals.size() - REFUSALS_SHOWN))
        .forEach(
            refusal ->
                addWrapped(
                    lines,
                    refusal.subject() + " by " + refusal.policy() + ": " + refusal.reason(),
                    columns));
  }

  /** Breaks a long text between words; what follows the first line is indented. */
  private static void addWrapped(List<AttributedString> lines, String text, int columns) {
    String rest = text;
    while (rest.length() > columns) {
      int space = rest.lastIndexOf(' ', columns);
      if (space <= INDENT.length()) {
        break;
      }
      lines.add(new AttributedString(rest.substring(0, space), FAINT));
      rest = INDENT + rest.substring(space + 1);
    }
    lines.add(new AttributedString(rest, FAINT));
  }

  private String bar(double share) {
    int filled = (int) Math.round(Math.max(0, Math.min(1, share)) * BAR);
    return (unicode ? "█" : "#").repeat(filled) + (unicode ? "░" : ".").repeat(BAR - filled);
  }

  private static AttributedStyle colour(double load) {
    return load >= HIGH ? RED : load >= LOW ? YELLOW : GREEN;
  }

  private static String pad(String text, int width) {
    return text.length() >= width ? text : text + " ".repeat(width - text.length());
  }
}
