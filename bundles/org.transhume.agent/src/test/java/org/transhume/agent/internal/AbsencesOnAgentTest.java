// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.Attendance;
import org.transhume.api.mx.BootOrder;
import org.transhume.api.mx.DomainElsewhere;
import org.transhume.api.mx.StepResult;

/** What a host has had and the cluster runs elsewhere is not created there, whoever asks. */
@Timeout(120)
class AbsencesOnAgentTest {

  private static final DomainElsewhere AWAY =
      new DomainElsewhere("uuid-etch-1-1", "etch-1-1", "a-204-03");

  @TempDir Path data;

  private final FakeHost host = new FakeHost("a-204-02");
  private AgentBench bench;

  @BeforeEach
  void start() throws Exception {
    bench = new AgentBench(host, data).awaitSample();
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  private void restart() throws Exception {
    bench.close();
    start();
  }

  private void tell(List<DomainElsewhere> elsewhere) {
    assertThat(
            bench
                .bean()
                .attend(new Attendance("manager-1", new Epoch(0, 1), 60_000, 0, elsewhere))
                .accepted())
        .isTrue();
  }

  private StepResult boot(String id, String lostHost) {
    return bench
        .bean()
        .boot(
            new BootOrder(
                id, new Epoch(0, 1), AWAY.uuid(), AWAY.domain(), lostHost, AWAY.domain()));
  }

  private void assertCreateIsRefused(String configuration) {
    assertThatThrownBy(() -> bench.hostBean().create(configuration))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("RUNS_ELSEWHERE")
        .hasMessageContaining("etch-1-1")
        .hasMessageContaining("a-204-03");
    assertThat(host.copies()).isEmpty();
  }

  @Test
  void shouldCreateNothingThatTheLeaderKnowsElsewhere() {
    tell(List.of(AWAY));

    assertCreateIsRefused("etch-1-1");
    assertThat(bench.hostBean().getDomainsElsewhere()).containsExactly(AWAY);
  }

  @Test
  void shouldGoByTheNameWhereTheConfigurationGivesNoUuid() throws Exception {
    tell(List.of(AWAY));
    restart();

    assertCreateIsRefused("=etch-1-1");
    assertThat(bench.hostBean().create("=etch-1-2")).isEqualTo("=etch-1-2");
  }

  @Test
  void shouldGoOnRefusingAfterARestartWithoutAnyManager() throws Exception {
    tell(List.of(AWAY));
    restart();

    assertThat(bench.bean().getManager()).isNull();
    assertCreateIsRefused("etch-1-1");
  }

  @Test
  void shouldCreateAgainWhatTheLeaderKnowsElsewhereNoMore() throws Exception {
    tell(List.of(AWAY));
    tell(List.of());
    restart();

    assertThat(bench.hostBean().create("etch-1-1")).isEqualTo("etch-1-1");
  }

  @Test
  void shouldKeepWhatItKnowsWhenAManagerSaysNothingOfIt() {
    tell(List.of(AWAY));
    bench.bean().attend(new Attendance("manager-1", new Epoch(0, 1), 60_000));

    assertCreateIsRefused("etch-1-1");
  }

  @Test
  void shouldRefuseToBootWhatIsElsewhereThanTheLeaderSays() throws Exception {
    tell(List.of(AWAY));
    StepResult refused = boot("b-1", "a-204-09");

    assertThat(refused.phase()).isEqualTo(MigrationPhase.REFUSED);
    assertThat(refused.reasons()).extracting(Explanation::code).containsExactly("RUNS_ELSEWHERE");
    assertThat(host.copies()).isEmpty();
  }

  @Test
  void shouldBootWhatWasOnTheHostThatIsOffAndKnowThatItIsHereNow() throws Exception {
    tell(List.of(AWAY));

    assertThat(boot("b-1", "a-204-03").phase()).isEqualTo(MigrationPhase.DONE);
    assertThat(bench.hostBean().getDomainsElsewhere()).isEmpty();
    restart();
    assertThat(bench.hostBean().getDomainsElsewhere()).isEmpty();
  }
}
