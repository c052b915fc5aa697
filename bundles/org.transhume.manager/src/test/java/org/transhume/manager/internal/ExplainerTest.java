// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.transhume.manager.internal.FakePolicy.move;
import static org.transhume.manager.internal.FakePolicy.moves;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.Mode;
import org.transhume.api.model.Proposal;
import org.transhume.api.model.Refusal;
import org.transhume.api.mx.MigrationCount;

class ExplainerTest {

  private final FakePolicy policy = new FakePolicy();
  private Bench bench;

  @BeforeEach
  void begin() {
    bench = new Bench(Bench.settings(Mode.AUTOMATIC, 1, 60_000));
    bench.agents.host("a-204-02", Samples.domain("etch-1-1", 0.9));
    bench.agents.host("a-204-03");
    bench.agents.connectAll();
    bench.serve("1.0.0", policy);
  }

  private List<String> lines(String subject) {
    return bench.manager.explain(subject).stream()
        .map(reason -> reason.code() + " " + reason.text())
        .toList();
  }

  @Test
  void shouldSayWhereADomainStandsAndWhereItCouldGo() {
    assertThat(lines("etch-1-1"))
        .contains(
            "STANDS etch-1-1 is RUNNING on a-204-02, uses 0.90 of 1 processors and holds 128 MiB",
            "MAY_MOVE to a-204-03: the manager has nothing against it; the hosts check it when it is"
                + " asked for");
  }

  @Test
  void shouldSayWhatAPolicyRefusesAndWhy() {
    policy.wish =
        snapshot ->
            new Proposal(
                List.of(),
                List.of(new Refusal("a-204-03", Explanation.of("NO_ROOM", "480 MiB < 512"))));
    bench.agents.pass(6_000);

    assertThat(lines("a-204-03"))
        .contains("POLICY_REFUSES policy hotspot leaves a-204-03 [NO_ROOM]: 480 MiB < 512");
    assertThat(lines("a-204-02")).noneMatch(line -> line.startsWith("POLICY_REFUSES"));
  }

  @Test
  void shouldSayWhyADomainDoesNotMoveAgainYet() {
    policy.wish =
        snapshot ->
            snapshot.domainsOn("a-204-02").isEmpty()
                ? moves(move("etch-1-1", "a-204-03", "a-204-02"))
                : moves(move("etch-1-1", "a-204-02", "a-204-03"));
    bench.agents.pass(30_000);

    assertThat(lines("etch-1-1"))
        .anyMatch(
            line ->
                line.matches(
                    "LAST_MOVE its last migration, m-.* from a-204-02 to a-204-03, ended DONE [0-9]+ s"
                        + " ago; wanted by policy hotspot: a test wants it"))
        .anyMatch(line -> line.contains("policy hotspot leaves etch-1-1 [COOL_DOWN]: moved "));
    assertThat(bench.history.chronicle().of("etch-1-1", 10))
        .singleElement()
        .satisfies(
            moved -> {
              assertThat(moved.requestedBy()).isEqualTo("policy hotspot");
              assertThat(moved.reason()).isEqualTo("a test wants it");
              assertThat(moved.target()).isEqualTo("a-204-03");
            });
    assertThat(bench.history.chronicle().counts())
        .extracting(MigrationCount::domain, MigrationCount::done)
        .containsExactly(tuple("etch-1-1", 1L));
  }

  @Test
  void shouldTellOfAHostThatIsSilent() {
    bench.loop.pass(20_000);

    assertThat(lines("a-204-03")).anyMatch(line -> line.startsWith("STALE nobody decides on"));
  }

  @Test
  void shouldNameWhatIsThereWhenTheSubjectIsUnknown() {
    assertThatThrownBy(() -> bench.manager.explain("a-204-3"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unknown domain or host 'a-204-3'");
  }
}
