// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal.rules;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.api.model.Epoch;
import org.transhume.api.mx.StandingRules;
import org.transhume.manager.internal.journal.Journal;
import org.transhume.manager.internal.journal.RuleLedger;
import org.transhume.manager.internal.journal.RulesChanged;
import org.transhume.manager.internal.journal.RulesChanged.KeptRule;
import org.transhume.rules.DomainNames;
import org.transhume.rules.Reading;
import org.transhume.rules.Rule;
import org.transhume.rules.RuleReader;
import org.transhume.rules.RuleSet;

/**
 * The rules in force. A change is in force once it is in the journal, and one waits for another, so
 * that each revision is of one set. Belongs to the loop.
 */
public final class Rulebook {

  private static final Logger LOG = LoggerFactory.getLogger(Rulebook.class);

  /** What one record of a shared journal and one call to an agent can hold for certain. */
  static final int MOST_RULES = 5_000;

  private final Executor loop;
  private final Clock clock;
  private final Journal journal;
  private final RuleLedger kept = new RuleLedger();
  private final List<Runnable> listeners = new ArrayList<>();
  private RuleSet rules;
  private List<String> texts;
  private long newestElsewhere;
  private CompletionStage<?> lastChange = CompletableFuture.completedFuture(null);

  /** What is made of the rules that there are: what has to be removed and added. */
  record Change(boolean replaces, List<Rule> removed, List<Rule> added) {}

  /**
   * The rules that the journal holds.
   *
   * @throws IllegalArgumentException when one of them cannot be read, as after a newer version
   */
  public Rulebook(Executor loop, Clock clock, Journal journal) {
    this.loop = loop;
    this.clock = clock;
    this.journal = journal;
    journal.opened().rules().entries().forEach(entry -> kept.add((RulesChanged) entry));
    compile();
  }

  /** Calls that, on the loop, after each change. */
  public void whenChanged(Runnable listener) {
    listeners.add(listener);
  }

  /** The rules in force. */
  public RuleSet rules() {
    return rules;
  }

  /** The same as they are kept. */
  Collection<KeptRule> kept() {
    return kept.rules();
  }

  /** The same for an agent. */
  StandingRules standing(Epoch epoch) {
    return new StandingRules(epoch, rules.revision(), texts);
  }

  /** An agent keeps rules of that revision, perhaps of a manager that has lost its journal. */
  void heardOf(long revision) {
    newestElsewhere = Math.max(newestElsewhere, revision);
  }

  /**
   * Makes a change, after those that were wanted before.
   *
   * @param by who wants it
   * @param names of the domains by uuid, for people
   * @param wish looks at the rules as they are then; what it throws is thrown to whoever waits
   * @return over when it is in force
   */
  CompletionStage<Void> change(String by, Map<String, String> names, Supplier<Change> wish) {
    CompletionStage<Void> done =
        lastChange
            .handleAsync((before, failure) -> null, loop)
            .thenCompose(ready -> begin(by, names, wish.get()));
    lastChange = done;
    return done;
  }

  private CompletionStage<Void> begin(String by, Map<String, String> names, Change change) {
    RulesChanged entry = entry(by, names, change);
    if (entry.removed().isEmpty() && entry.added().isEmpty() && !entry.replaces()) {
      return CompletableFuture.completedFuture(null);
    }
    return journal.append(entry).thenRunAsync(() -> inForce(by, entry), loop);
  }

  private RulesChanged entry(String by, Map<String, String> names, Change change) {
    long revision = Math.max(rules.revision(), newestElsewhere) + 1;
    Map<String, KeptRule> before =
        kept.rules().stream().collect(Collectors.toMap(KeptRule::text, rule -> rule));
    Map<String, KeptRule> added = new TreeMap<>();
    for (Rule rule : change.added()) {
      KeptRule known = before.get(rule.text());
      if (known == null || change.replaces()) {
        added.put(
            rule.text(),
            known != null
                ? known
                : new KeptRule(rule.text(), nameIn(rule, names), revision, clock.millis(), by));
      }
    }
    List<String> removed =
        change.removed().stream().map(Rule::text).filter(before::containsKey).toList();
    int after = (change.replaces() ? 0 : before.size() - removed.size()) + added.size();
    if (after > MOST_RULES) {
      throw new IllegalArgumentException("at most " + MOST_RULES + " rules are kept");
    }
    return new RulesChanged(revision, change.replaces(), removed, List.copyOf(added.values()));
  }

  /** A rule names one domain at most. */
  private static String nameIn(Rule rule, Map<String, String> names) {
    return rule.domains().stream()
        .map(uuid -> names.getOrDefault(uuid, ""))
        .collect(Collectors.joining(", "));
  }

  private void inForce(String by, RulesChanged entry) {
    kept.add(entry);
    compile();
    LOG.info(
        "rules of revision {}, by {}: {} in all{}{}",
        entry.revision(),
        by,
        rules.rules().size(),
        entry.replaces() ? ", imported" : "",
        entry.replaces()
            ? ""
            : ", added "
                + entry.added().stream().map(KeptRule::text).toList()
                + ", removed "
                + entry.removed());
    listeners.forEach(Runnable::run);
  }

  private void compile() {
    texts = kept.rules().stream().map(KeptRule::text).toList();
    Reading reading = new RuleReader(DomainNames.NONE).read(String.join("\n", texts));
    if (!reading.errors().isEmpty()) {
      throw new IllegalArgumentException(
          "the journal holds rules of another version: "
              + reading.errors().get(0).text()
              + "; start the version that has written them");
    }
    rules = new RuleSet(kept.revision(), reading.rules());
  }
}
