// SPDX-License-Identifier: Apache-2.0
package org.transhume.policy.repair.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.transhume.api.model.Boot;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.HostLoss;
import org.transhume.api.model.HostRepair;
import org.transhume.api.model.HostSnapshot;
import org.transhume.api.model.HostState;
import org.transhume.api.model.LostDomain;
import org.transhume.api.model.PlacementRule;
import org.transhume.api.model.PlacementRules;
import org.transhume.api.model.Proposal;
import org.transhume.api.model.RuleKind;
import org.transhume.spi.policy.Parameter;
import org.transhume.spi.policy.PolicyContext;
import org.transhume.spi.policy.PolicyState;

class RepairPolicyTest {

  private static final long NOW = 1_000_000_000;
  private static final long MEBIBYTE = 1L << 20;

  private final RepairPolicy policy = new RepairPolicy();
  private final Map<String, Double> parameters = new HashMap<>();
  private final List<HostSnapshot> hosts = new ArrayList<>();
  private final List<HostLoss> losses = new ArrayList<>();
  private final List<PlacementRule> rules = new ArrayList<>();

  RepairPolicyTest() {
    policy.parameters().forEach(one -> parameters.put(one.name(), one.initial()));
  }

  private Proposal decide() {
    ClusterSnapshot snapshot =
        new ClusterSnapshot(NOW, hosts, List.of(), List.of(), losses, new PlacementRules(7, rules));
    return policy
        .decide(snapshot, PolicyState.empty(1), new PolicyContext(NOW, parameters, 1))
        .proposal();
  }

  private void host(String name, long freeMebibytes, HostState state, boolean stale) {
    hosts.add(
        new HostSnapshot(
            name,
            state,
            stale,
            NOW,
            4,
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            8192 * MEBIBYTE,
            freeMebibytes * MEBIBYTE,
            List.of(),
            Set.of(),
            Map.of()));
  }

  private void lost(String host, long silentSeconds, LostDomain... domains) {
    losses.add(
        new HostLoss(host, HostState.ACTIVE, NOW - silentSeconds * 1000, false, List.of(domains)));
  }

  private static LostDomain domain(String name, long mebibytes, String... refusedBy) {
    return new LostDomain(
        "uuid-" + name, name, mebibytes * MEBIBYTE, List.of(refusedBy), List.of());
  }

  private static Map<String, String> places(Proposal proposal) {
    Map<String, String> places = new HashMap<>();
    proposal.repairs().stream()
        .flatMap(repair -> repair.boots().stream())
        .forEach(boot -> places.put(boot.domain(), boot.target()));
    return places;
  }

  @Test
  void shouldWantNothingWhileEveryHostIsHeard() {
    host("b", 1000, HostState.ACTIVE, false);

    assertThat(decide()).isEqualTo(Proposal.EMPTY);
  }

  @Test
  void shouldBootTheDomainsOfADeadHostWhereThereIsMostRoom() {
    host("b", 1000, HostState.ACTIVE, false);
    host("c", 900, HostState.ACTIVE, false);
    lost("a", 121, domain("small", 100), domain("large", 500));

    HostRepair repair = decide().repairs().get(0);
    assertThat(repair.host()).isEqualTo("a");
    assertThat(repair.reason().text()).contains("silent for 121 s");
    assertThat(repair.boots()).extracting(Boot::domain).containsExactly("large", "small");
    assertThat(places(decide())).isEqualTo(Map.of("large", "b", "small", "c"));
  }

  @Test
  void shouldBootDomainsWhereRulesAllowAndMembersOfAGroupApart() {
    host("b", 1000, HostState.ACTIVE, false);
    host("c", 900, HostState.ACTIVE, false);
    host("d", 800, HostState.ACTIVE, false);
    lost("a", 121, domain("one", 300), domain("two", 200), domain("three", 100));
    Set<String> group = Set.of("uuid-one", "uuid-two", "uuid-three");
    rules.add(new PlacementRule("spread web", RuleKind.SPREAD, true, group, Set.of(), "", 0));
    rules.add(
        new PlacementRule(
            "ban x from b", RuleKind.BAN, true, Set.of("uuid-one"), Set.of("b"), "", 0));

    assertThat(places(decide())).isEqualTo(Map.of("one", "c", "two", "b", "three", "d"));
  }

  @Test
  void shouldTellWhichRuleLeavesADomainNoPlace() {
    host("b", 1000, HostState.ACTIVE, false);
    lost("a", 121, domain("one", 300));
    rules.add(
        new PlacementRule(
            "ban x from b", RuleKind.BAN, true, Set.of("uuid-one"), Set.of("b"), "", 0));

    assertThat(places(decide())).isEmpty();
    assertThat(decide().refusals())
        .singleElement()
        .satisfies(
            refusal ->
                assertThat(refusal.reason().text())
                    .contains("ban of one from b: rule 'ban x from b', revision 7"));
  }

  @Test
  void shouldWaitUntilAHostHasBeenSilentForLongEnough() {
    host("b", 1000, HostState.ACTIVE, false);
    lost("a", 119, domain("small", 100));

    assertThat(decide()).isEqualTo(Proposal.EMPTY);
  }

  @Test
  void shouldSuspectTheNetworkWhenSeveralHostsAreSilentAtOnce() {
    host("c", 1000, HostState.ACTIVE, false);
    lost("a", 500, domain("small", 100));
    lost("b", 3);
    Proposal cautious = decide();
    parameters.put(RepairPolicy.AT_MOST, 2.0);

    assertThat(cautious.repairs()).isEmpty();
    assertThat(cautious.refusals())
        .singleElement()
        .satisfies(
            refusal -> {
              assertThat(refusal.subject()).isEqualTo("a");
              assertThat(refusal.reason().code()).isEqualTo("TOO_MANY_SILENT");
              assertThat(refusal.reason().text()).contains("a, b");
            });
    assertThat(places(decide())).isEqualTo(Map.of("small", "c"));
  }

  @Test
  void shouldNotCountHostsThatAreKnownToBeOff() {
    host("c", 1000, HostState.ACTIVE, false);
    lost("a", 500, domain("small", 100));
    losses.add(new HostLoss("b", HostState.ACTIVE, NOW - 900_000, true, List.of()));

    assertThat(places(decide())).isEqualTo(Map.of("small", "c"));
  }

  @Test
  void shouldLeaveAHostInMaintenanceAlone() {
    host("b", 1000, HostState.ACTIVE, false);
    losses.add(
        new HostLoss(
            "a", HostState.MAINTENANCE, NOW - 900_000, false, List.of(domain("small", 100))));

    assertThat(decide()).isEqualTo(Proposal.EMPTY);
  }

  @Test
  void shouldSayWhyADomainFindsNoPlace() {
    host("b", 563, HostState.ACTIVE, false);
    host("c", 4000, HostState.DRAINING, false);
    host("d", 4000, HostState.ACTIVE, true);
    host("e", 4000, HostState.ACTIVE, false);
    lost("a", 500, domain("large", 500, "e"));

    Proposal proposal = decide();
    assertThat(proposal.repairs()).hasSize(1);
    assertThat(places(proposal)).isEmpty();
    assertThat(proposal.refusals())
        .singleElement()
        .satisfies(
            refusal -> {
              assertThat(refusal.subject()).isEqualTo("large");
              assertThat(refusal.reason().text())
                  .contains("needs 500 MiB", "b has room for 499 MiB", "e could not boot it");
            });
  }

  @Test
  void shouldRepeatWhatSpeaksAgainstADomain() {
    host("b", 1000, HostState.ACTIVE, false);
    Explanation why = Explanation.of("NO_CONFIGURATION", "nobody knows how to boot it");
    losses.add(
        new HostLoss(
            "a",
            HostState.ACTIVE,
            NOW - 900_000,
            false,
            List.of(new LostDomain("u", "small", 1, List.of(), List.of(why)))));

    assertThat(places(decide())).isEmpty();
    assertThat(decide().refusals()).extracting("reason").containsExactly(why);
  }

  @Test
  void shouldDeclareParametersThatAnOperatorUnderstands() {
    assertThat(policy.parameters())
        .extracting(Parameter::name)
        .containsExactly("silentSeconds", "silentHostsAtMost", "reserveMebibytes");
  }
}
