// SPDX-License-Identifier: Apache-2.0
package org.transhume.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.api.model.DomainSnapshot;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.HostPower;
import org.transhume.api.model.HostSnapshot;
import org.transhume.api.model.HostState;
import org.transhume.api.model.PowerState;
import org.transhume.api.model.RuleKind;

class LabellingTest {

  private final Cluster cluster =
      new Cluster()
          .host("h1", 8_000)
          .host("h2", 8_000)
          .domain("db", "h1", 512)
          .domain("w", "h2", 1);

  @Test
  void shouldCarryTagsGroupsLocationsAndDemandsInTheSnapshot() {
    cluster.rules(
        "host h1 tag ssd",
        "host h1 location rack=r1",
        "domain db tag gold",
        "domain db group data",
        "spread data",
        "reserve all memory-mib 5");

    ClusterSnapshot snapshot = cluster.snapshot();

    assertThat(snapshot.host("h1").orElseThrow().tags()).containsExactly("ssd");
    assertThat(snapshot.host("h1").orElseThrow().locations()).containsEntry("rack", "r1");
    assertThat(domain(snapshot).tags()).containsExactly("gold");
    assertThat(domain(snapshot).groups()).containsExactly("data");
    assertThat(snapshot.rules().revision()).isEqualTo(7);
    assertThat(snapshot.rules().of(RuleKind.SPREAD))
        .singleElement()
        .satisfies(rule -> assertThat(rule.domains()).containsExactly(Cluster.uuid("db")));
    assertThat(snapshot.rules().rules()).hasSize(2);
  }

  @Test
  void shouldKeepSpeedAndPowerOfAHostThatIsLabelled() {
    HostSnapshot host =
        new HostSnapshot(
            "h1",
            HostState.ACTIVE,
            false,
            1,
            8,
            OptionalDouble.of(0.5),
            OptionalDouble.of(0.1),
            8_000,
            4_000,
            List.of(),
            Set.of(),
            Map.of(),
            OptionalDouble.of(2_100),
            Optional.of(new HostPower(PowerState.ON, List.of(86.0, 117.0))));

    ClusterSnapshot labelled =
        Labelling.of(
            new ClusterSnapshot(1, List.of(host), List.of(), List.of()),
            cluster.rules("host h1 tag ssd").rules());

    assertThat(labelled.hosts()).containsExactly(host.labelled(Set.of("ssd"), Map.of()));
  }

  @Test
  void shouldMakeAKeptDomainImmovableForEverybody() {
    DomainSnapshot kept = domain(cluster.rules("domain db tag keep").snapshot());

    assertThat(kept.movable()).isFalse();
    assertThat(kept.notMovableReasons()).extracting(Explanation::code).containsExactly("RULE_KEEP");
  }

  @Test
  void shouldNotBelieveAnAgentThatStillKeepsARuleThatIsGone() {
    ClusterSnapshot told = cluster.rules("domain db tag keep").snapshot();

    DomainSnapshot free = domain(Labelling.of(told, new RuleSet(8, List.of())));

    assertThat(free.movable()).isTrue();
    assertThat(free.notMovableReasons()).isEmpty();
    assertThat(free.tags()).isEmpty();
  }

  @Test
  void shouldLeaveOtherReasonsThatHoldADomain() {
    DomainSnapshot held = domain(cluster.snapshot());
    Explanation numa = Explanation.of("VIRTUAL_NUMA", "has virtual NUMA");
    ClusterSnapshot snapshot =
        new ClusterSnapshot(
            1,
            cluster.snapshot().hosts(),
            List.of(
                held.judged(false, List.of(numa)), domain("w", cluster).judged(false, List.of())),
            List.of());

    ClusterSnapshot labelled =
        Labelling.of(snapshot, cluster.rules("pin db", "pin w", "n-plus-one").rules());
    ClusterSnapshot freed = Labelling.of(labelled, new RuleSet(9, List.of()));

    assertThat(domain(labelled).notMovableReasons())
        .extracting(Explanation::code)
        .containsExactly("VIRTUAL_NUMA", "RULE_PIN");
    assertThat(domain(freed).movable()).isFalse();
    assertThat(domain(freed).notMovableReasons()).containsExactly(numa);
  }

  private static DomainSnapshot domain(ClusterSnapshot snapshot) {
    return snapshot.domains().stream()
        .filter(one -> one.name().equals("db"))
        .findAny()
        .orElseThrow();
  }

  private static DomainSnapshot domain(String name, Cluster cluster) {
    return cluster.snapshot().domains().stream()
        .filter(one -> one.name().equals(name))
        .findAny()
        .orElseThrow();
  }
}
