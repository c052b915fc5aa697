// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.transhume.manager.internal.FakePolicy.move;
import static org.transhume.manager.internal.FakePolicy.moves;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Test;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.HostState;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.model.RuleKind;
import org.transhume.api.mx.CheckReport;
import org.transhume.api.mx.RuleEntry;
import org.transhume.api.mx.RulesReport;
import org.transhume.api.mx.StandingRules;
import org.transhume.manager.internal.journal.RulesChanged;

/** One gate for everybody: policies, drains and operators; and what becomes of the rules. */
class RulesTest {

  private static final String ETCH = Samples.uuid("etch-1-1");

  private final Bench bench = new Bench();
  private final FakeAgents.Host hot =
      bench.agents.host(
          "a-204-02", Samples.domain("etch-1-1", 0.9), Samples.domain("etch-1-2", 0.9));
  private final FakeAgents.Host cool = bench.agents.host("a-204-03");
  private final FakeAgents.Host other = bench.agents.host("a-204-04");
  private final FakePolicy policy = new FakePolicy();

  RulesTest() {
    bench.agents.connectAll();
    bench.agents.orders.clear();
  }

  private RulesReport set(String rule) {
    return done(bench.manager.ruleOffice().set(rule, "ada"));
  }

  private RulesReport done(CompletionStage<RulesReport> wish) {
    bench.loop.settle();
    return wish.toCompletableFuture().join();
  }

  private static String why(ThrowableAssert.ThrowingCallable wish) {
    Throwable failure = catchThrowable(wish);
    while (failure.getCause() != null) {
      failure = failure.getCause();
    }
    return failure.getMessage();
  }

  private List<String> texts() {
    return bench.manager.ruleOffice().entries().stream().map(RuleEntry::text).toList();
  }

  private List<String> refusals(String id) {
    return bench.manager.coordinator().status(id).orElseThrow().outcomeReasons().stream()
        .map(Explanation::code)
        .toList();
  }

  // The gate

  @Test
  void shouldLetNoPolicyBreakARule() {
    set("ban etch-1-1 from a-204-03");
    bench.serve("1.0.0", policy);
    policy.wish = snapshot -> moves(move("etch-1-1", "a-204-02", "a-204-03"));
    hot.crossHigh();
    bench.agents.pass(20_000);

    assertThat(bench.agents.orders).noneMatch(order -> order.contains("PREPARE"));
    assertThat(bench.hotspot().lastProposal().moves()).isEmpty();
    assertThat(bench.hotspot().lastProposal().refusals())
        .extracting(refusal -> refusal.reason().text())
        .contains(
            "ban of etch-1-1 from a-204-03: rule 'ban " + ETCH + " from a-204-03', revision 1");
  }

  @Test
  void shouldLetNoOperatorBreakARuleBeforeItIsRemoved() {
    set("ban etch-1-1 from a-204-03");
    String refused = bench.manager.migrate("etch-1-1", "a-204-03", "operator");
    bench.agents.pass(3_000);
    assertThat(refusals(refused)).containsExactly("RULE_BAN");

    done(bench.manager.ruleOffice().remove("ban etch-1-1 from a-204-03", "ada"));
    String passed = bench.manager.migrate("etch-1-1", "a-204-03", "operator");
    bench.agents.pass(5_000);

    assertThat(bench.manager.coordinator().status(passed).orElseThrow().phase())
        .isEqualTo(MigrationPhase.DONE);
  }

  @Test
  void shouldListRulesAmongWhatSpeaksAgainstACheckedMove() {
    set("ban etch-1-1 from a-204-03");
    set("no-incoming a-204-03");
    set("fence etch-1-1 on a-204-02 soft");

    CompletionStage<CheckReport> check = bench.manager.check("etch-1-1", "a-204-03");
    bench.loop.settle();

    CheckReport report = check.toCompletableFuture().join();
    assertThat(report.possible()).isFalse();
    assertThat(report.findings())
        .extracting(finding -> finding.reason().code() + " " + finding.objection())
        .containsExactly("RULE_BAN true", "RULE_NO_INCOMING true", "RULE_FENCE false");
  }

  /** What users complain about elsewhere: guests that were to be ignored are moved all the same. */
  @Test
  void shouldNeverMoveAKeptDomainByPolicyOrDrain() {
    set("domain etch-1-1 tag keep");
    bench.serve("1.0.0", policy);
    policy.wish = snapshot -> moves(move("etch-1-1", "a-204-02", "a-204-03"));
    hot.crossHigh();
    bench.agents.pass(20_000);
    bench.manager.setHostState("a-204-02", HostState.DRAINING);
    bench.manager.drain("a-204-02");
    bench.agents.pass(30_000);

    assertThat(bench.agents.placesOf("etch-1-1")).containsExactly("a-204-02");
    assertThat(bench.agents.placesOf("etch-1-2")).isNotEqualTo(List.of("a-204-02"));
    assertThat(bench.manager.drain("a-204-02"))
        .singleElement()
        .asString()
        .startsWith("etch-1-1: stays; ")
        .contains("etch-1-1 is kept, and nobody touches it");
  }

  /** Elsewhere it is the balancer itself that breaks anti-affinity. */
  @Test
  void shouldKeepMembersOfAGroupApartWhenAHostIsDrained() {
    for (String domain : List.of("etch-1-1", "etch-1-2")) {
      set("domain " + domain + " group web");
    }
    set("spread web");
    bench.manager.setHostState("a-204-02", HostState.DRAINING);
    bench.manager.drain("a-204-02");
    bench.agents.pass(60_000);

    assertThat(List.of(bench.agents.placesOf("etch-1-1"), bench.agents.placesOf("etch-1-2")))
        .containsExactlyInAnyOrder(List.of("a-204-03"), List.of("a-204-04"));
  }

  @Test
  void shouldKeepAGatheredGroupTogetherWhenItsHostIsDrained() {
    for (String domain : List.of("etch-1-1", "etch-1-2")) {
      set("domain " + domain + " group pair");
    }
    set("gather pair");
    bench.manager.setHostState("a-204-02", HostState.DRAINING);
    bench.manager.drain("a-204-02");
    bench.agents.pass(60_000);

    assertThat(bench.agents.placesOf("etch-1-1"))
        .isEqualTo(bench.agents.placesOf("etch-1-2"))
        .isNotEqualTo(List.of("a-204-02"));
  }

  @Test
  void shouldCarryTheRulesInEverySnapshotForPolicies() {
    set("host a-204-03 location rack=r1");
    set("domain etch-1-1 tag gold");
    set("reserve all memory-mib 64");
    bench.serve("1.0.0", policy);
    hot.crossHigh();
    bench.agents.pass(6_000);

    ClusterSnapshot seen = policy.asked.get(policy.asked.size() - 1);
    assertThat(seen.host("a-204-03").orElseThrow().locations()).containsEntry("rack", "r1");
    assertThat(seen.domains())
        .filteredOn(domain -> domain.name().equals("etch-1-1"))
        .allSatisfy(domain -> assertThat(domain.tags()).containsExactly("gold"));
    assertThat(seen.rules().revision()).isEqualTo(3);
    assertThat(seen.rules().rules())
        .extracting(rule -> rule.kind())
        .containsExactly(RuleKind.RESERVE);
  }

  // How they are changed

  @Test
  void shouldKeepTheUuidOfADomainAndShowItsName() {
    set("domain etch-1-1 tag gold");

    assertThat(bench.manager.ruleOffice().entries())
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.text()).isEqualTo("domain " + ETCH + " tag gold");
              assertThat(entry.about()).isEqualTo("etch-1-1");
              assertThat(entry.revision()).isEqualTo(1);
              assertThat(entry.by()).isEqualTo("ada");
              assertThat(entry.hard()).isTrue();
            });
  }

  @Test
  void shouldTellWhatIsWrongWithARuleAndChangeNothing() {
    assertThat(why(() -> set("domain etch-1-9 tag gold")))
        .contains("unknown domain 'etch-1-9'")
        .contains("etch-1-1");
    assertThat(why(() -> set("n-plus-one\nmax-online 3"))).contains("give one rule");
    assertThat(why(() -> set("# nothing"))).contains("give one rule");
    assertThat(why(() -> done(bench.manager.ruleOffice().remove("n-plus-one", "ada"))))
        .contains("there is no rule 'n-plus-one'");
    assertThat(bench.manager.rules().revision()).isZero();
    assertThat(bench.journal.entries).noneMatch(RulesChanged.class::isInstance);
  }

  @Test
  void shouldRefuseARuleThatContradictsAnother() {
    set("gather web");

    assertThat(why(() -> set("spread web")))
        .contains("group web is to be spread and to be gathered")
        .contains("rule 'spread web'")
        .contains("rule 'gather web'");
    assertThat(texts()).containsExactly("gather web");
  }

  @Test
  void shouldTellConflictsAndViolationsWithEachChange() {
    RulesReport report = set("ban etch-1-1 from a-204-02 a-204-99");

    assertThat(report.revision()).isEqualTo(1);
    assertThat(report.conflicts()).singleElement().asString().startsWith("no host a-204-99");
    assertThat(report.violations())
        .singleElement()
        .asString()
        .startsWith("ban of etch-1-1 from a-204-02: ");
  }

  @Test
  void shouldImportEverythingOrNothing() {
    set("max-online 9");
    RulesReport refused =
        done(
            bench
                .manager
                .ruleOffice()
                .importAll("n-plus-one\nspred web\npin nobody\nmax-online 9", "ada"));

    assertThat(refused.errors())
        .satisfiesExactly(
            one -> assertThat(one).startsWith("line 2: 'spred' begins no rule"),
            two -> assertThat(two).startsWith("line 3: unknown domain 'nobody'"));
    assertThat(texts()).containsExactly("max-online 9");

    RulesReport taken =
        done(
            bench
                .manager
                .ruleOffice()
                .importAll("# ours\nn-plus-one\n\nmax-online 9  # as before\n", "bob"));

    assertThat(taken.errors()).isEmpty();
    assertThat(bench.manager.ruleOffice().entries())
        .extracting(entry -> entry.text() + " " + entry.revision() + " " + entry.by())
        .containsExactly("max-online 9 1 ada", "n-plus-one 2 bob");
  }

  @Test
  void shouldCheckAFileWithoutChangingAnything() {
    RulesReport report =
        bench.manager.ruleOffice().check("fence etch-1-1 on a-204-03\nspread web\ngather web");

    assertThat(report.errors()).singleElement().asString().contains("spread and to be gathered");
    assertThat(report.violations())
        .singleElement()
        .asString()
        .startsWith("fence of etch-1-1, outside of which is a-204-02");
    assertThat(bench.manager.rules().revision()).isZero();
    assertThat(bench.manager.ruleOffice().check("").violations()).isEmpty();
  }

  @Test
  void shouldLetChangesThatComeAtOnceEachHaveItsRevision() {
    CompletionStage<RulesReport> one = bench.manager.ruleOffice().set("n-plus-one", "ada");
    CompletionStage<RulesReport> two = bench.manager.ruleOffice().set("max-online 3", "bob");
    CompletionStage<RulesReport> again = bench.manager.ruleOffice().set("n-plus-one", "bob");
    bench.loop.settle();

    assertThat(one.toCompletableFuture().join().revision()).isEqualTo(1);
    assertThat(two.toCompletableFuture().join().revision()).isEqualTo(2);
    assertThat(again.toCompletableFuture().join().revision()).isEqualTo(2);
    assertThat(texts()).containsExactly("max-online 3", "n-plus-one");
  }

  @Test
  void shouldNotEnforceWhatTheDiskHasNotTaken() {
    bench.journal.breaksOn = RulesChanged.class::isInstance;

    assertThat(why(() -> set("n-plus-one"))).contains("No space left on device");
    assertThat(texts()).isEmpty();

    bench.journal.breaksOn = entry -> false;
    assertThat(set("n-plus-one").revision()).isEqualTo(1);
  }

  @Test
  void shouldKnowTheRulesAfterARestart() {
    set("domain etch-1-1 tag keep");
    set("n-plus-one");
    done(bench.manager.ruleOffice().remove("n-plus-one", "ada"));
    List<RuleEntry> before = bench.manager.ruleOffice().entries();

    bench.start();

    assertThat(bench.manager.ruleOffice().entries()).isEqualTo(before);
    assertThat(bench.manager.rules().revision()).isEqualTo(3);
    assertThat(set("n-plus-one").revision()).isEqualTo(4);
  }

  // How agents come to keep them

  @Test
  void shouldGiveEachChangeToEveryAgentAtOnce() {
    set("domain etch-1-1 tag keep");

    for (FakeAgents.Host host : List.of(hot, cool, other)) {
      assertThat(host.rules.rules()).containsExactly("domain " + ETCH + " tag keep");
      assertThat(host.rules.revision()).isEqualTo(1);
    }
    assertThat(bench.manager.unkeptRules()).isEmpty();
  }

  @Test
  void shouldGiveTheRulesToAnAgentThatComesLater() {
    cool.lose();
    set("n-plus-one");
    assertThat(cool.rules).isEqualTo(StandingRules.NONE);

    cool.connect();
    bench.loop.settle();

    assertThat(cool.rules.rules()).containsExactly("n-plus-one");
  }

  @Test
  void shouldGiveNothingToAgentsThatKeepTheRulesAlready() {
    set("n-plus-one");
    bench.agents.orders.clear();
    bench.agents.pass(90_000);

    assertThat(bench.agents.orders).isEmpty();
  }

  @Test
  void shouldGiveThemAgainWhereAnAnswerWasLost() {
    Predicate<String> lost = "a-204-03 RULES"::equals;
    bench.agents.losesAnswer = lost;
    set("n-plus-one");
    assertThat(bench.manager.unkeptRules())
        .containsExactly("a-204-03: it did not answer: answer lost");
    assertThat(bench.manager.warnings())
        .contains("the rules are not kept by a-204-03: it did not answer: answer lost");

    bench.agents.losesAnswer = what -> false;
    bench.agents.pass(30_000);

    assertThat(cool.rules.rules()).containsExactly("n-plus-one");
    assertThat(bench.manager.unkeptRules()).isEmpty();
  }

  @Test
  void shouldTellOfAnAgentThatKnowsNoRulesOnceThereAreAny() {
    cool.knowsRules = false;
    bench.agents.pass(30_000);
    assertThat(bench.manager.unkeptRules()).isEmpty();

    set("n-plus-one");
    bench.agents.pass(30_000);

    assertThat(bench.manager.unkeptRules())
        .containsExactly("a-204-03: its agent is of a version that knows no rules: update it");
  }

  /** Agents go on with what they know; nobody wipes it out by mistake. */
  @Test
  void shouldNotTakeRulesAwayFromAgentsWhenItsJournalIsLost() {
    for (String rule : List.of("n-plus-one", "max-online 9", "domain etch-1-1 tag keep")) {
      set(rule);
    }
    bench.journal.entries.removeIf(RulesChanged.class::isInstance);
    bench.start();
    bench.agents.connectAll();
    bench.agents.pass(2_000);

    assertThat(hot.rules.rules()).hasSize(3);
    assertThat(bench.manager.unkeptRules())
        .hasSize(3)
        .allMatch(line -> line.contains("revision 3, newer than 0 of this manager"));

    RulesReport imported =
        done(bench.manager.ruleOffice().importAll("domain etch-1-1 tag keep", "ada"));

    assertThat(imported.revision()).isEqualTo(4);
    assertThat(hot.rules.rules()).containsExactly("domain " + ETCH + " tag keep");
    assertThat(bench.manager.unkeptRules()).isEmpty();
  }
}
