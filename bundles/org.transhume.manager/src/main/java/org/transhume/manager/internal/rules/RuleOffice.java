// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal.rules;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.api.model.DomainSnapshot;
import org.transhume.api.model.Explanation;
import org.transhume.api.mx.RuleEntry;
import org.transhume.api.mx.RulesReport;
import org.transhume.manager.internal.NearNames;
import org.transhume.manager.internal.journal.LossEntry.DomainKnown;
import org.transhume.manager.internal.rules.Rulebook.Change;
import org.transhume.rules.Conflict;
import org.transhume.rules.Conflicts;
import org.transhume.rules.DomainNames;
import org.transhume.rules.Labelling;
import org.transhume.rules.Reading;
import org.transhume.rules.Rule;
import org.transhume.rules.RuleReader;
import org.transhume.rules.RuleSet;
import org.transhume.rules.Violations;

/**
 * Where people ask for rules to be changed. Looks up the domains that they name, refuses what
 * cannot be, and tells what the rest contradicts and breaks. Belongs to the loop.
 */
public final class RuleOffice {

  private final Rulebook book;
  private final Supplier<ClusterSnapshot> cluster;
  private final Supplier<Collection<DomainKnown>> known;

  /**
   * Changes that book.
   *
   * @param cluster as it is now
   * @param known every domain that is recorded, also those that are not there now
   */
  public RuleOffice(
      Rulebook book, Supplier<ClusterSnapshot> cluster, Supplier<Collection<DomainKnown>> known) {
    this.book = book;
    this.cluster = cluster;
    this.known = known;
  }

  /**
   * Adds a rule; over when it is in force.
   *
   * @throws IllegalArgumentException when it is none, or contradicts what is there
   */
  public CompletionStage<RulesReport> set(String line, String by) {
    Rule rule = single(line);
    return book.change(by, names(), () -> adding(rule)).thenApply(done -> report());
  }

  /**
   * Removes a rule; over when it is not in force any more.
   *
   * @throws IllegalArgumentException when there is no such rule
   */
  public CompletionStage<RulesReport> remove(String line, String by) {
    Rule rule = single(line);
    return book.change(by, names(), () -> removing(rule)).thenApply(done -> report());
  }

  /** Puts rules in the place of all, unless any is wrong; over when they are in force. */
  public CompletionStage<RulesReport> importAll(String text, String by) {
    Look look = look(text);
    if (!look.errors.isEmpty()) {
      return CompletableFuture.completedFuture(look.report());
    }
    Change all = new Change(true, List.of(), look.rules.rules());
    return book.change(by, names(), () -> all).thenApply(done -> report());
  }

  /** Reads rules and changes nothing; those in force when the text is empty. */
  public RulesReport check(String text) {
    return text.isBlank() ? report() : look(text).report();
  }

  /** How the rules in force stand. */
  public RulesReport report() {
    return new Look(book.rules(), List.of()).report();
  }

  /** The rules in force, for people. */
  public List<RuleEntry> entries() {
    Map<String, String> names = names();
    return book.kept().stream()
        .map(
            kept -> {
              Rule rule = book.rules().rule(kept.text()).orElseThrow();
              String about =
                  rule.domains().stream()
                      .map(uuid -> names.getOrDefault(uuid, kept.about()))
                      .findFirst()
                      .orElse("");
              return new RuleEntry(
                  kept.text(),
                  about,
                  rule.kind(),
                  rule.hard(),
                  kept.revision(),
                  kept.sinceEpochMillis(),
                  kept.by());
            })
        .toList();
  }

  /** Rules that were read, and how they fit the cluster as it is. */
  private final class Look {
    private final RuleSet rules;
    private final List<String> errors;
    private final List<String> conflicts = new ArrayList<>();
    private final List<String> violations;

    Look(RuleSet rules, List<String> unreadable) {
      this.rules = rules;
      this.errors = new ArrayList<>(unreadable);
      ClusterSnapshot snapshot = Labelling.of(cluster.get(), rules);
      for (Conflict conflict : Conflicts.of(rules, snapshot, names().keySet())) {
        (conflict.impossible() ? errors : conflicts).add(conflict.text());
      }
      this.violations = Violations.in(snapshot).stream().map(Explanation::text).toList();
    }

    RulesReport report() {
      return new RulesReport(book.rules().revision(), errors, conflicts, violations);
    }
  }

  private Look look(String text) {
    Reading reading = reader().read(text);
    List<String> errors =
        new ArrayList<>(reading.errors().stream().map(Reading.Wrong::text).toList());
    if (reading.rules().size() > Rulebook.MOST_RULES) {
      errors.add(
          "these are "
              + reading.rules().size()
              + " rules; at most "
              + Rulebook.MOST_RULES
              + " are kept");
    }
    return new Look(new RuleSet(book.rules().revision(), reading.rules()), errors);
  }

  private Change adding(Rule rule) {
    List<Rule> all = new ArrayList<>(book.rules().rules());
    all.add(rule);
    Set<String> before = new TreeSet<>(report().errors());
    List<String> errors =
        new Look(new RuleSet(book.rules().revision(), all), List.of())
            .errors.stream().filter(error -> !before.contains(error)).toList();
    if (!errors.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", errors));
    }
    return new Change(false, List.of(), List.of(rule));
  }

  private Change removing(Rule rule) {
    if (book.rules().rule(rule.text()).isEmpty()) {
      throw new IllegalArgumentException(
          "there is no rule '" + rule.text() + "'; 'transhume rules list' shows all");
    }
    return new Change(false, List.of(rule), List.of());
  }

  private Rule single(String line) {
    Reading reading = reader().read(line);
    if (!reading.errors().isEmpty()) {
      throw new IllegalArgumentException(reading.errors().get(0).why());
    }
    if (reading.rules().size() != 1) {
      throw new IllegalArgumentException(
          "give one rule; these are " + reading.rules().size() + ": import takes more");
    }
    return reading.rules().get(0);
  }

  private RuleReader reader() {
    Map<String, String> names = names();
    return new RuleReader(
        new DomainNames() {
          @Override
          public Set<String> uuidsOf(String name) {
            Set<String> uuids = new TreeSet<>();
            names.forEach(
                (uuid, known) -> {
                  if (known.equals(name)) {
                    uuids.add(uuid);
                  }
                });
            return uuids;
          }

          @Override
          public String unknown(String name) {
            return NearNames.unknown("domain", name, new TreeSet<>(names.values()));
          }
        });
  }

  /** Every domain's name by its uuid; what is there now counts more than what was recorded. */
  private Map<String, String> names() {
    Map<String, String> names = new HashMap<>();
    known.get().forEach(domain -> names.put(domain.uuid(), domain.domain()));
    Stream<DomainSnapshot> there = cluster.get().domains().stream();
    there.forEach(domain -> names.put(domain.uuid(), domain.name()));
    return names;
  }
}
