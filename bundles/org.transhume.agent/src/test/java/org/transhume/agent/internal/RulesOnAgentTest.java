// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.management.JMX;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.Explanation;
import org.transhume.api.mx.Attendance;
import org.transhume.api.mx.BootOrder;
import org.transhume.api.mx.DomainMXBean;
import org.transhume.api.mx.MigrationOrder;
import org.transhume.api.mx.ObjectNames;
import org.transhume.api.mx.StandingRules;
import org.transhume.api.mx.StepResult;
import org.transhume.api.mx.StreamTicket;

/** Rules hold on an agent, whether a manager runs or not, and outlive the agent's process. */
@Timeout(120)
class RulesOnAgentTest {

  private static final String UUID = "8b74d785-336c-45d4-a578-90a6facbe4fe";
  private static final String OTHER = "0d2b6c56-3c1d-4a76-8b0b-9a7e6d5c4b3a";

  @TempDir Path data;

  private final FakeHost host = new FakeHost("a-204-02");
  private AgentBench bench;

  @BeforeEach
  void start() throws Exception {
    if (host.copies().isEmpty()) {
      host.add(UUID, "etch-1-1");
    }
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

  private StepResult keep(long epoch, long revision, String... rules) {
    return bench.bean().keepRules(new StandingRules(new Epoch(0, epoch), revision, List.of(rules)));
  }

  private static MigrationOrder order(String id, String uuid, String from, String to) {
    return new MigrationOrder(id, new Epoch(0, 9), uuid, "etch-1-1", from, to, 60_000, Map.of());
  }

  private static List<String> codes(StepResult result) {
    return result.reasons().stream().map(Explanation::code).toList();
  }

  private DomainMXBean domain() {
    return JMX.newMXBeanProxy(
        bench.server, ObjectNames.domain("a-204-02", "etch-1-1"), DomainMXBean.class);
  }

  @Test
  void shouldRefuseToSendAKeptDomainAlsoAfterARestartWithoutAnyManager() throws Exception {
    assertThat(keep(1, 3, "domain " + UUID + " tag gold keep").accepted()).isTrue();
    restart();

    StepResult refused =
        bench
            .bean()
            .send(
                order("m-1", UUID, "a-204-02", "a-204-03"),
                new StreamTicket("127.0.0.1", 1, "token"));

    assertThat(codes(refused)).containsExactly("RULE_KEEP");
    assertThat(refused.reasons().get(0).text())
        .isEqualTo(
            "etch-1-1 is kept, and nobody touches it: rule 'domain "
                + UUID
                + " tag gold keep', revision 3");
    assertThat(bench.bean().getRules()).containsExactly("domain " + UUID + " tag gold keep");
    assertThat(bench.bean().getRulesRevision()).isEqualTo(3);
    assertThat(bench.bean().getManager()).isNull();
  }

  @Test
  void shouldShowTagsAndWhatHoldsADomain() {
    keep(1, 3, "domain " + UUID + " tag gold keep");
    AgentBench.await("the tags", () -> domain().getTags().equals(List.of("gold", "keep")));
    assertThat(domain().isMovable()).isFalse();
    assertThat(domain().getNotMovableReason()).startsWith("etch-1-1 is kept");

    keep(1, 4);
    AgentBench.await("no tags", () -> domain().getTags().isEmpty());
    assertThat(domain().isMovable()).isTrue();
  }

  @Test
  void shouldRefuseToPrepareWhatRulesDoNotWantHere() {
    keep(
        1,
        3,
        "ban " + OTHER + " from a-204-02",
        "domain " + UUID + " group web",
        "domain " + OTHER + " group web",
        "spread web");

    StepResult refused = bench.bean().prepare(order("m-1", OTHER, "a-204-03", "a-204-02"));

    assertThat(codes(refused)).contains("RULE_BAN", "RULE_SPREAD");
    assertThat(codes(bench.bean().check(order("c-1", OTHER, "a-204-03", "a-204-02"))))
        .contains("RULE_BAN", "RULE_SPREAD");
  }

  @Test
  void shouldRefuseToBootWhatRulesDoNotWantHere() {
    keep(1, 3, "ban " + OTHER + " from a-204-02", "no-incoming a-204-02");

    StepResult refused =
        bench
            .bean()
            .boot(new BootOrder("b-1", new Epoch(0, 1), OTHER, "etch-2", "a-204-03", "etch-2"));

    assertThat(codes(refused)).containsExactly("RULE_NO_INCOMING", "RULE_BAN");
    assertThat(host.copies()).hasSize(1);
  }

  @Test
  void shouldKeepTheMemoryFreeThatARuleReserves() {
    keep(1, 3, "reserve a-204-02 memory-mib 4000");

    StepResult refused =
        bench
            .bean()
            .prepare(
                new MigrationOrder(
                    "m-1",
                    new Epoch(0, 9),
                    OTHER,
                    "etch-2",
                    "a-204-03",
                    "a-204-02",
                    60_000,
                    Map.of(MigrationOrder.DOMAIN_MEMORY_BYTES, Long.toString(128L << 20))));

    assertThat(codes(refused)).containsExactly("TARGET_MEMORY");
    assertThat(refused.reasons().get(0).operands())
        .containsEntry("reserveBytes", Long.toString(4000L << 20));
  }

  @Test
  void shouldTellWhoAttendsWhichRulesItKeeps() {
    StandingRules rules = new StandingRules(new Epoch(0, 1), 3, List.of("n-plus-one"));
    bench.bean().keepRules(rules);

    StepResult attended = bench.bean().attend(new Attendance("m", new Epoch(0, 1), 60_000));

    assertThat(attended.attachments()).containsEntry(StepResult.RULES, rules.mark());
  }

  @Test
  void shouldRefuseRulesOfAnOlderEpochOrRevisionAndTakeTheSameAgain() {
    assertThat(keep(2, 3, "n-plus-one").accepted()).isTrue();

    assertThat(codes(keep(1, 4, "max-online 3"))).containsExactly(StepResult.STALE_EPOCH);
    assertThat(codes(keep(2, 2, "max-online 3"))).containsExactly("OLD_RULES");
    assertThat(codes(keep(3, 2, "max-online 3"))).containsExactly("OLD_RULES");
    assertThat(bench.bean().getRules()).containsExactly("n-plus-one");
    assertThat(keep(3, 3, "n-plus-one").accepted()).isTrue();
    assertThat(keep(3, 4).accepted()).isTrue();
    assertThat(bench.bean().getRules()).isEmpty();
  }

  @Test
  void shouldKeepWhatItHasWhenNewRulesCannotBeRead() {
    keep(1, 3, "n-plus-one");

    assertThat(codes(keep(1, 4, "n-plus-one", "orbit web around moon")))
        .containsExactly("UNREADABLE_RULES");
    assertThat(bench.bean().getRulesRevision()).isEqualTo(3);
  }

  @Test
  void shouldRememberRulesThroughSeveralRestarts() throws Exception {
    keep(1, 3, "n-plus-one");
    restart();
    restart();

    assertThat(bench.bean().getRules()).containsExactly("n-plus-one");
    assertThat(bench.bean().getWarnings()).isEmpty();
  }
}
