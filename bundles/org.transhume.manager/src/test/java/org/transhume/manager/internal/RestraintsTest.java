// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.transhume.manager.internal.FakePolicy.move;
import static org.transhume.manager.internal.FakePolicy.moves;

import java.time.LocalDateTime;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;
import org.transhume.api.model.Mode;
import org.transhume.api.model.Move;
import org.transhume.api.model.Proposal;

/** What holds policies back for a time, or before one another. */
class RestraintsTest {

  private static final Move MOVE = move("etch-1-1", "a-204-02", "a-204-03");

  private final FakePolicy policy = new FakePolicy();
  private final FakePolicy other = new FakePolicy();
  private Bench bench;

  @BeforeEach
  void begin() {
    bench = new Bench(Bench.settings(Mode.AUTOMATIC, 1, 0));
    bench.agents.host("a-204-02", Samples.domain("etch-1-1", 0.9), Samples.domain("etch-1-2", 0.9));
    bench.agents.host("a-204-03", Samples.domain("dapper-1-1", 0.1));
    bench.agents.host("a-204-04");
    bench.agents.connectAll();
  }

  private void serve() {
    policy.wish =
        snapshot -> snapshot.domainsOn("a-204-02").size() == 2 ? moves(MOVE) : Proposal.EMPTY;
    bench.serve("1.0.0", policy);
    bench.agents.pass(6_000);
  }

  private PolicySlot serveSpread(int priority) {
    bench.manager.add(new PolicyVersion("spread", new Version(1, 0, 0), 77, other));
    bench.loop.pass(50);
    PolicySlot spread = bench.manager.policies().slot("spread").orElseThrow();
    bench.manager.policies().setPriority(spread, priority);
    bench.manager.policies().setMode(spread, Mode.AUTOMATIC);
    bench.agents.pass(6_000);
    return spread;
  }

  private List<String> refusals(PolicySlot slot) {
    return slot.lastProposal().refusals().stream().map(refusal -> refusal.reason().code()).toList();
  }

  @Test
  void shouldHoldPoliciesBackWhileTheyAreSuspendedAlsoAcrossARestart() {
    bench.manager.policies().suspend(120_000, "rolling update");
    serve();
    assertThat(bench.agents.orders).isEmpty();
    assertThat(bench.hotspot().lastProposal().refusals())
        .singleElement()
        .satisfies(
            refusal -> {
              assertThat(refusal.reason().code()).isEqualTo("SUSPENDED");
              assertThat(refusal.reason().text()).endsWith("rolling update");
            });

    bench.start();
    bench.agents.connectAll();
    serve();
    assertThat(bench.agents.orders).isEmpty();
    bench.agents.pass(120_000);
    assertThat(bench.agents.placesOf("etch-1-1")).containsExactly("a-204-03");
  }

  @Test
  void shouldLetPoliciesMoveAgainAtOnceWhenAnOperatorSaysSo() {
    bench.manager.policies().suspend(86_400_000, "rolling update");
    serve();
    bench.manager.policies().resume();
    bench.agents.pass(6_000);

    assertThat(bench.agents.placesOf("etch-1-1")).containsExactly("a-204-03");
    assertThat(bench.manager.policies().restraints().suspendedUntilEpochMillis()).isZero();
  }

  @Test
  void shouldLetAnOperatorMoveWhilePoliciesAreSuspended() {
    bench.manager.policies().suspend(86_400_000, "rolling update");
    bench.manager.migrate("etch-1-1", "a-204-03", "operator");
    bench.agents.pass(6_000);

    assertThat(bench.agents.placesOf("etch-1-1")).containsExactly("a-204-03");
  }

  @Test
  void shouldAskForASensibleTimeAndAReason() {
    assertThatThrownBy(() -> bench.manager.policies().suspend(999, "why"))
        .hasMessageContaining("not for 999");
    assertThatThrownBy(() -> bench.manager.policies().suspend(10_000, " "))
        .hasMessageContaining("say why");
  }

  @Test
  void shouldLetAPolicyMoveInItsHoursOnly() {
    bench.serve("1.0.0", policy);
    LocalDateTime now =
        LocalDateTime.ofInstant(bench.loop.clock().instant(), bench.loop.clock().getZone());
    String tomorrow = now.getDayOfWeek().plus(1).getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
    bench.manager.policies().setWindows(bench.hotspot(), List.of(tomorrow + " 00:00-00:00"));
    serve();
    assertThat(refusals(bench.hotspot())).containsExactly("OUTSIDE_WINDOW");
    assertThat(bench.agents.orders).isEmpty();

    bench.manager.policies().setWindows(bench.hotspot(), List.of());
    bench.agents.pass(6_000);
    assertThat(bench.agents.placesOf("etch-1-1")).containsExactly("a-204-03");
  }

  @Test
  void shouldHoldAMoveBackThatDoesNotGoTogetherWithWhatAHigherPolicyWants() {
    bench.manager.policies().suspend(86_400_000, "nothing is to move in this test");
    serve();
    other.wish = snapshot -> moves(move("dapper-1-1", "a-204-03", "a-204-02"));
    PolicySlot spread = serveSpread(-1);

    assertThat(refusals(spread)).contains("OUTRANKED");
    assertThat(refusals(bench.hotspot())).doesNotContain("OUTRANKED");
    bench.manager.policies().setPriority(spread, 1);
    bench.agents.pass(12_000);
    assertThat(refusals(spread)).doesNotContain("OUTRANKED");
    assertThat(refusals(bench.hotspot())).contains("OUTRANKED");
  }

  @Test
  void shouldNotHoldAMoveBackThatGoesTogetherWithIt() {
    bench.manager.policies().suspend(86_400_000, "nothing is to move in this test");
    serve();
    other.wish = snapshot -> moves(move("etch-1-2", "a-204-02", "a-204-04"));
    PolicySlot spread = serveSpread(-1);

    assertThat(refusals(spread)).doesNotContain("OUTRANKED");
  }

  @Test
  void shouldNotHoldAMoveBackForAPolicyThatMayOnlyAdvise() {
    bench.manager.policies().suspend(86_400_000, "nothing is to move in this test");
    serve();
    bench.manager.policies().setMode(bench.hotspot(), Mode.ADVISE);
    other.wish = snapshot -> moves(move("dapper-1-1", "a-204-03", "a-204-02"));
    PolicySlot spread = serveSpread(-1);

    assertThat(refusals(spread)).doesNotContain("OUTRANKED");
  }

  @Test
  void shouldForgetWhatAHigherPolicyWantedBeforeItFailed() {
    bench.manager.policies().suspend(86_400_000, "nothing is to move in this test");
    serve();
    other.wish = snapshot -> moves(move("dapper-1-1", "a-204-03", "a-204-02"));
    PolicySlot spread = serveSpread(-1);
    assertThat(refusals(spread)).contains("OUTRANKED");

    policy.trouble = new IllegalStateException("a fault of the policy");
    bench.agents.pass(22_000);

    assertThat(bench.hotspot().problem()).contains("a fault of the policy");
    assertThat(refusals(spread)).doesNotContain("OUTRANKED");
  }

  @Test
  void shouldKeepWindowsAndPrioritiesAcrossARestart() {
    serve();
    bench.manager.policies().setWindows(bench.hotspot(), List.of("Mon 08:00-18:00"));
    bench.manager.policies().setPriority(bench.hotspot(), 7);
    bench.start();
    bench.agents.connectAll();
    bench.serve("1.0.0", policy);

    assertThat(bench.hotspot().windowTexts()).containsExactly("Mon 08:00-18:00");
    assertThat(bench.hotspot().priority()).isEqualTo(7);
  }
}
