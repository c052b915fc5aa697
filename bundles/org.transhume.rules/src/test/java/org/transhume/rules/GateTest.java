// SPDX-License-Identifier: Apache-2.0
package org.transhume.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.HostLoss;
import org.transhume.api.model.HostState;
import org.transhume.api.model.LostDomain;

class GateTest {

  private final Cluster cluster =
      new Cluster()
          .host("h1", 8_000)
          .host("h2", 8_000)
          .host("h3", 8_000)
          .domain("web-1", "h1", 512)
          .domain("web-2", "h2", 512)
          .domain("db", "h1", 1_024);

  private static List<Explanation> move(Cluster cluster, String name, String from, String to) {
    return Gate.enforcing(cluster.snapshot()).againstMove(Cluster.uuid(name), from, to);
  }

  private static List<String> codes(List<Explanation> reasons) {
    return reasons.stream().map(Explanation::code).toList();
  }

  @Test
  void shouldLetEverythingPassWithoutRules() {
    assertThat(move(cluster, "db", "h1", "h2")).isEmpty();
  }

  @Test
  void shouldNameTheRuleItsRevisionAndTheOperandsOfABan() {
    List<Explanation> reasons = move(cluster.rules("ban db from h2"), "db", "h1", "h2");

    String rule = "ban " + Cluster.uuid("db") + " from h2";
    assertThat(reasons).hasSize(1);
    assertThat(reasons.get(0).code()).isEqualTo("RULE_BAN");
    assertThat(reasons.get(0).text())
        .isEqualTo("ban of db from h2: rule '" + rule + "', revision 7");
    assertThat(reasons.get(0).operands())
        .containsEntry("rule", rule)
        .containsEntry("revision", "7")
        .containsEntry("domain", "db")
        .containsEntry("host", "h2");
    assertThat(move(cluster, "db", "h1", "h3")).isEmpty();
  }

  @Test
  void shouldBanAndFenceByGroupTagAndLocation() {
    cluster.rules(
        "domain web-1 group web",
        "domain db tag big",
        "host h2 location rack=r2",
        "host h3 tag small",
        "ban group:web from rack=r2",
        "fence tag:big on h1 rack=r2");

    assertThat(codes(move(cluster, "web-1", "h1", "h2"))).containsExactly("RULE_BAN");
    assertThat(move(cluster, "web-1", "h1", "h3")).isEmpty();
    assertThat(codes(move(cluster, "db", "h1", "h3"))).containsExactly("RULE_FENCE");
    assertThat(move(cluster, "db", "h1", "h2")).isEmpty();
  }

  @Test
  void shouldTellEveryRuleThatAMoveBreaks() {
    cluster.rules("domain db tag keep", "pin db", "ban db from h2", "no-incoming h2");

    assertThat(codes(move(cluster, "db", "h1", "h2")))
        .containsExactly("RULE_KEEP", "RULE_PIN", "RULE_BAN", "RULE_NO_INCOMING");
  }

  @Test
  void shouldKeepMembersOfASpreadGroupApart() {
    cluster.rules("domain web-1 group web", "domain web-2 group web", "spread web");

    List<Explanation> reasons = move(cluster, "web-1", "h1", "h2");

    assertThat(codes(reasons)).containsExactly("RULE_SPREAD");
    assertThat(reasons.get(0).text()).startsWith("spread of web-1 from web-2, which is on h2: ");
    assertThat(move(cluster, "web-1", "h1", "h3")).isEmpty();
    assertThat(move(cluster, "db", "h1", "h2")).isEmpty();
  }

  @Test
  void shouldCountMembersThatAreOnTheirWay() {
    cluster
        .rules("domain web-1 group web", "domain web-2 group web", "spread web")
        .moving("web-2", "h2", "h3");

    assertThat(codes(move(cluster, "web-1", "h1", "h3"))).containsExactly("RULE_SPREAD");
    assertThat(codes(move(cluster, "web-1", "h1", "h2"))).containsExactly("RULE_SPREAD");
  }

  @Test
  void shouldSpreadAcrossLocationsAndLetAMoveWithinOnePass() {
    cluster
        .host("h4", 8_000)
        .rules(
            "host h1 location rack=r1",
            "host h4 location rack=r1",
            "host h2 location rack=r2",
            "host h3 location rack=r2",
            "domain web-1 group web",
            "domain web-2 group web",
            "spread web across rack");

    List<Explanation> reasons = move(cluster, "web-1", "h1", "h3");

    assertThat(codes(reasons)).containsExactly("RULE_SPREAD");
    assertThat(reasons.get(0).text()).contains("which is at rack=r2, on h2");
    assertThat(move(cluster, "web-1", "h1", "h4")).isEmpty();
  }

  @Test
  void shouldLetAMoveRepairASpreadThatIsBroken() {
    cluster
        .domain("web-3", "h1", 512)
        .rules("domain web-1 group web", "domain web-3 group web", "spread web");

    assertThat(move(cluster, "web-1", "h1", "h3")).isEmpty();
  }

  @Test
  void shouldKeepAGatheredGroupTogether() {
    cluster
        .domain("web-3", "h1", 512)
        .rules("domain web-1 group web", "domain web-3 group web", "gather web");

    List<Explanation> reasons = move(cluster, "web-1", "h1", "h2");

    assertThat(codes(reasons)).containsExactly("RULE_GATHER");
    assertThat(reasons.get(0).text())
        .startsWith("gather of web-1, whose group is at h1, and not at h2: ");
  }

  @Test
  void shouldBringAScatteredGroupTogether() {
    cluster.rules("domain web-1 group web", "domain web-2 group web", "gather web");

    assertThat(move(cluster, "web-1", "h1", "h2")).isEmpty();
    assertThat(codes(move(cluster, "web-1", "h1", "h3"))).containsExactly("RULE_GATHER");
  }

  @Test
  void shouldLetTheFirstOfAGatheredGroupLeadTheWayOutOfAHostThatIsEmptied() {
    cluster
        .host("h1", 8_000, HostState.DRAINING)
        .domain("web-3", "h1", 512)
        .rules("domain web-1 group web", "domain web-3 group web", "gather web");
    assertThat(move(cluster, "web-1", "h1", "h2")).isEmpty();

    cluster.moving("web-1", "h1", "h2");

    assertThat(move(cluster, "web-3", "h1", "h2")).isEmpty();
    assertThat(codes(move(cluster, "web-3", "h1", "h3"))).containsExactly("RULE_GATHER");
  }

  @Test
  void shouldLeaveTheReserveFree() {
    cluster.host("h2", 1_500).rules("reserve all memory-mib 500", "reserve h3 memory-mib 7000");

    List<Explanation> reasons = move(cluster, "db", "h1", "h2");

    assertThat(codes(reasons)).containsExactly("RULE_RESERVE");
    assertThat(reasons.get(0).text())
        .startsWith("h2: free memory 1500 MiB < 1024 of db + reserve 500: ");
    assertThat(codes(move(cluster, "db", "h1", "h3"))).containsExactly("RULE_RESERVE");
    assertThat(move(cluster, "web-1", "h1", "h2")).isEmpty();
  }

  @Test
  void shouldLimitVirtualProcessors() {
    cluster.rules("overcommit h2 cpu 0.125");

    List<Explanation> reasons = move(cluster, "db", "h1", "h2");

    assertThat(codes(reasons)).containsExactly("RULE_OVERCOMMIT");
    assertThat(reasons.get(0).text())
        .startsWith("h2 would have 2 virtual processors on 8 with db: ");
    assertThat(move(cluster, "db", "h1", "h3")).isEmpty();
  }

  @Test
  void shouldKeepRoomForTheDomainsOfAnyHost() {
    Cluster full =
        new Cluster()
            .host("h1", 1_000)
            .host("h2", 1_000)
            .host("h3", 0)
            .domain("a", "h1", 600)
            .domain("b", "h2", 700)
            .domain("c", "h3", 600)
            .rules("n-plus-one");

    List<Explanation> reasons = move(full, "c", "h3", "h1");

    assertThat(codes(reasons)).containsExactly("RULE_N_PLUS_ONE");
    assertThat(reasons.get(0).operands()).containsEntry("hosts", "h2");
    assertThat(move(full, "a", "h1", "h2")).extracting(Explanation::code).isEmpty();
  }

  @Test
  void shouldTellSoftRulesAsWishesOnly() {
    cluster.rules("ban db from h2 soft");
    ClusterSnapshot snapshot = cluster.snapshot();

    assertThat(Gate.enforcing(snapshot).againstMove(Cluster.uuid("db"), "h1", "h2")).isEmpty();
    assertThat(codes(Gate.wishing(snapshot).againstMove(Cluster.uuid("db"), "h1", "h2")))
        .containsExactly("RULE_BAN");
  }

  @Test
  void shouldAskTheSameRulesOfABoot() {
    LostDomain db = new LostDomain(Cluster.uuid("db"), "db", 1_024L << 20, List.of(), List.of());
    LostDomain web = new LostDomain(Cluster.uuid("web-1"), "web-1", 1 << 20, List.of(), List.of());
    cluster
        .lost(new HostLoss("h1", HostState.ACTIVE, 1, true, List.of(db, web)))
        .rules(
            "ban db from h2",
            "domain web-1 group web",
            "domain web-2 group web",
            "domain db group web",
            "spread web");
    Gate gate = Gate.enforcing(cluster.snapshot());

    assertThat(codes(gate.againstBoot(db, "h2"))).containsExactly("RULE_BAN", "RULE_SPREAD");
    assertThat(codes(gate.againstBoot(web, "h2"))).containsExactly("RULE_SPREAD");
    assertThat(gate.againstBoot(web, "h3")).isEmpty();
  }
}
