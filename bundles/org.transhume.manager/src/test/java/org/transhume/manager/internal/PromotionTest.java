// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;
import org.transhume.api.model.Mode;
import org.transhume.api.model.Proposal;

/** A version that is promoted, or serves again, in the middle of a call. */
class PromotionTest {

  private static final long LIMIT_MILLIS = 1_000;

  private final VirtualLoop loop = new VirtualLoop();
  private final MemoryJournal journal = new MemoryJournal();

  /** The calls that have begun and not come back. */
  private final Queue<Runnable> workers = new ArrayDeque<>();

  private final PlugInBorder border = new PlugInBorder(loop, workers::add, LIMIT_MILLIS);
  private final Policies policies =
      new Policies(
          loop.clock(),
          journal,
          new Keeper(loop, journal, "what this test sets"),
          Bench.settings(Mode.ADVISE, 1, 0),
          new PolicyCalls(border),
          new Unheard());
  private final PolicyVersion old = version("1.0.0", 1);
  private final PolicyVersion canary = version("2.0.0", 2);

  private static PolicyVersion version(String number, long id) {
    return new PolicyVersion("hotspot", Version.parseVersion(number), id, new FakePolicy());
  }

  @BeforeEach
  void letTheOldServeBesideACanary() {
    policies.add(old);
    comeBack();
    policies.setTrials(slot(), to -> to.setCanaryRounds(-1));
    policies.add(canary);
    assertServes(old);
  }

  private PolicySlot slot() {
    return policies.slot("hotspot").orElseThrow();
  }

  private void comeBack() {
    workers.remove().run();
    loop.settle();
  }

  private List<String> begin(PolicyVersion version, Callable<String> body) {
    List<String> answers = new ArrayList<>();
    border.call(version, body, answers::add, answers::add);
    return answers;
  }

  private void assertServes(PolicyVersion version) {
    assertThat(slot().serving()).contains(version);
    assertThat(slot().isReady()).isTrue();
    assertThat(slot().problem()).isEmpty();
  }

  @Test
  void shouldPromoteACanaryOnceItHasComeBack() {
    List<String> answers = begin(canary, () -> "decided");
    policies.promote(slot(), "2.0.0");
    assertServes(old);

    comeBack();
    assertThat(answers).containsExactly("decided");
    assertThat(slot().serving()).contains(canary);
    comeBack();
    assertServes(canary);
    assertThat(workers).isEmpty();
  }

  @Test
  void shouldLetTheOldServeOnWhenTheCanaryDoesNotComeBack() {
    begin(canary, () -> "decided");
    policies.promote(slot(), "2.0.0");
    loop.pass(LIMIT_MILLIS);

    assertServes(old);
    assertThat(workers).as("what hangs").hasSize(1);
  }

  @Test
  void shouldRefuseToPromoteWhatHangsUntilItHasComeBack() {
    List<String> hanging =
        begin(
            canary,
            () -> {
              loop.pass(LIMIT_MILLIS);
              assertThatThrownBy(() -> policies.promote(slot(), "2.0.0"))
                  .isInstanceOf(IllegalStateException.class)
                  .hasMessage(
                      "policy hotspot 2.0.0 is not promoted: it has not come back from an earlier"
                          + " call; promote it again when it has, or replace it");
              return "asked";
            });
    comeBack();
    assertThat(Thread.interrupted()).as("what hangs is interrupted").isTrue();
    assertThat(hanging).containsExactly("it did not answer within 1000 ms");
    assertServes(old);

    policies.promote(slot(), "2.0.0");
    comeBack();
    assertServes(canary);
  }

  @Test
  void shouldNotPromoteWhatIsGoneWhenItsCallHasEnded() {
    begin(canary, () -> "decided");
    policies.promote(slot(), "2.0.0");
    policies.remove(canary.serviceId());
    comeBack();

    assertServes(old);
    assertThat(slot().trials.maySkipTrial(canary)).isFalse();
  }

  @Test
  void shouldLetAVersionServeAgainThatIsStillDecidingFromWhenItServedLast() {
    policies.promote(slot(), "2.0.0");
    comeBack();
    List<String> answers = begin(old, () -> "decided");
    policies.setBack(slot(), "no more");
    assertThat(slot().serving()).contains(old);
    assertThat(slot().problem()).isEmpty();

    comeBack();
    assertThat(answers).containsExactly("decided");
    comeBack();
    assertServes(old);
  }

  @Test
  void shouldKnowAPlugInToBeCalledThatIsCalledAgainAsSoonAsItHasAnswered() {
    List<String> second = new ArrayList<>();
    border.call(
        old,
        () -> "first",
        answer -> border.call(old, () -> "second", second::add, second::add),
        second::add);
    comeBack();
    loop.settle();
    assertThat(begin(old, () -> "third"))
        .containsExactly("it has not come back from an earlier call");

    comeBack();
    assertThat(second).containsExactly("second");
  }

  private static final class Unheard implements PolicyListener {
    @Override
    public void appeared(String policy) {}

    @Override
    public void swapped(PolicySlot slot, String version, String previousVersion) {}

    @Override
    public void proposed(PolicySlot slot, String version, Proposal proposal) {}
  }
}
