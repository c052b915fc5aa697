// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.api.model.DomainChange;
import org.transhume.api.model.DomainSnapshot;
import org.transhume.api.model.HostSnapshot;
import org.transhume.api.model.HostState;
import org.transhume.api.model.Move;
import org.transhume.api.model.PlacementRule;
import org.transhume.api.model.Proposal;
import org.transhume.api.model.RuleKind;
import org.transhume.api.model.RunState;
import org.transhume.api.model.StoppedDomain;

/** What every {@link Policy} promises, asked on many clusters. */
@Timeout(300)
public abstract class PolicyContract {

  private static final int CLUSTERS = 300;
  private static final int ROUNDS = 4;
  private static final long MINUTE = 60_000;
  private static final long BEGINNING = 1_000_000_000L;

  /** The policy. */
  protected abstract Policy policy();

  /** What is asserted of one decision, and what it was decided on. */
  @FunctionalInterface
  private interface Claim {
    void holds(ClusterSnapshot snapshot, PolicyState state, Decision decision);
  }

  /** Asks about many clusters, each for some rounds, with the parameters as they are at first. */
  private void always(Claim claim) {
    RandomSnapshots snapshots = new RandomSnapshots(20260101);
    for (int number = 0; number < CLUSTERS; number++) {
      ClusterSnapshot drawn = snapshots.next(BEGINNING);
      PolicyState state = PolicyState.empty(policy().stateSchema());
      for (int round = 0; round < ROUNDS; round++) {
        ClusterSnapshot snapshot = at(drawn, BEGINNING + round * 10L * MINUTE);
        Decision decision = decide(snapshot, state, Parameter::initial);
        claim.holds(snapshot, state, decision);
        state = decision.nextState();
      }
    }
  }

  private static ClusterSnapshot at(ClusterSnapshot drawn, long epochMillis) {
    return new ClusterSnapshot(
        epochMillis,
        drawn.hosts(),
        drawn.domains(),
        drawn.migrations(),
        drawn.losses(),
        drawn.rules(),
        drawn.stopped());
  }

  private Decision decide(
      ClusterSnapshot snapshot, PolicyState state, ToDoubleFunction<Parameter> value) {
    Map<String, Double> values = new HashMap<>();
    policy()
        .parameters()
        .forEach(parameter -> values.put(parameter.name(), value.applyAsDouble(parameter)));
    return policy().decide(snapshot, state, new PolicyContext(snapshot.atEpochMillis(), values, 1));
  }

  @Test
  void shouldDeclareTheSameParametersAtEveryCall() {
    assertThat(policy().parameters()).isEqualTo(policy().parameters());
    assertThat(policy().parameters()).extracting(Parameter::name).doesNotHaveDuplicates();
    assertThat(policy().parameters())
        .allSatisfy(parameter -> assertThat(parameter.description()).isNotBlank());
  }

  @Test
  void shouldWantNothingOfAnEmptyCluster() {
    ClusterSnapshot nothing = new ClusterSnapshot(BEGINNING, List.of(), List.of(), List.of());
    Proposal proposal =
        decide(nothing, PolicyState.empty(policy().stateSchema()), Parameter::initial).proposal();

    assertThat(proposal.moves()).isEmpty();
    assertThat(proposal.repairs()).isEmpty();
    assertThat(proposal.powerChanges()).isEmpty();
    assertThat(proposal.domainChanges()).isEmpty();
  }

  @Test
  void shouldAnswerTheSameQuestionTheSame() {
    always(
        (snapshot, state, decision) ->
            assertThat(decide(snapshot, state, Parameter::initial)).isEqualTo(decision));
  }

  @Test
  void shouldNotDependOnTheOrderInWhichAClusterIsTold() {
    RandomSnapshots order = new RandomSnapshots(2);
    always(
        (snapshot, state, decision) ->
            assertThat(decide(order.shuffled(snapshot), state, Parameter::initial))
                .isEqualTo(decision));
  }

  @Test
  void shouldMoveRunningMovableDomainsFromWhereTheyAre() {
    always(
        (snapshot, state, decision) -> {
          for (Move move : decision.proposal().moves()) {
            assertThat(snapshot.domainsOn(move.source()))
                .filteredOn(domain -> domain.uuid().equals(move.domainUuid()))
                .singleElement()
                .satisfies(domain -> assertThat(domain.name()).isEqualTo(move.domain()))
                .satisfies(domain -> assertThat(domain.movable()).isTrue())
                .satisfies(domain -> assertThat(domain.state().isRunning()).isTrue());
          }
          assertThat(decision.proposal().moves())
              .extracting(Move::domainUuid)
              .doesNotHaveDuplicates();
        });
  }

  @Test
  void shouldMoveOnlyToHostsThatAcceptDomains() {
    always(
        (snapshot, state, decision) ->
            assertThat(decision.proposal().moves())
                .allSatisfy(
                    move ->
                        assertThat(snapshot.host(move.target()).orElseThrow().state())
                            .isEqualTo(HostState.ACTIVE)));
  }

  @Test
  void shouldNeverDecideOnStaleHosts() {
    always(
        (snapshot, state, decision) -> {
          Set<String> stale =
              snapshot.hosts().stream()
                  .filter(HostSnapshot::stale)
                  .map(HostSnapshot::name)
                  .collect(Collectors.toSet());
          assertThat(decision.proposal().moves())
              .allSatisfy(move -> assertThat(stale).doesNotContain(move.source(), move.target()));
        });
  }

  @Test
  void shouldNeverTouchWhatIsKept() {
    always(
        (snapshot, state, decision) -> {
          Set<String> kept =
              snapshot.rules().of(RuleKind.KEEP).stream()
                  .map(PlacementRule::domains)
                  .flatMap(Set::stream)
                  .collect(Collectors.toSet());
          assertThat(decision.proposal().moves())
              .allSatisfy(move -> assertThat(kept).doesNotContain(move.domainUuid()));
        });
  }

  @Test
  void shouldNeverMoveToWhereARuleBans() {
    always(
        (snapshot, state, decision) ->
            assertThat(decision.proposal().moves())
                .allSatisfy(
                    move ->
                        assertThat(snapshot.rules().of(RuleKind.BAN))
                            .noneMatch(
                                ban ->
                                    ban.domains().contains(move.domainUuid())
                                        && ban.hosts().contains(move.target()))));
  }

  @Test
  void shouldFillNoTargetBeyondItsMemory() {
    always(
        (snapshot, state, decision) -> {
          Map<String, Long> arriving = new HashMap<>();
          for (Move move : decision.proposal().moves()) {
            long bytes =
                snapshot.domainsOn(move.source()).stream()
                    .filter(domain -> domain.uuid().equals(move.domainUuid()))
                    .mapToLong(DomainSnapshot::memoryBytes)
                    .sum();
            arriving.merge(move.target(), bytes, Long::sum);
            arriving.merge(move.source(), -bytes, Long::sum);
          }
          arriving.forEach(
              (host, bytes) ->
                  assertThat(bytes)
                      .isLessThanOrEqualTo(snapshot.host(host).orElseThrow().freeMemoryBytes()));
        });
  }

  @Test
  void shouldStartOnlyWhatIsStoppedAndWhereDomainsAreAccepted() {
    always(
        (snapshot, state, decision) ->
            assertThat(decision.proposal().domainChanges())
                .filteredOn(change -> change.wanted() == RunState.STARTED)
                .allSatisfy(
                    change -> {
                      assertThat(snapshot.stopped())
                          .extracting(StoppedDomain::uuid)
                          .contains(change.domainUuid());
                      HostSnapshot host = snapshot.host(change.host()).orElseThrow();
                      assertThat(host.state()).isEqualTo(HostState.ACTIVE);
                      assertThat(host.stale()).isFalse();
                    }));
  }

  @Test
  void shouldStopOnlyWhatRunsWhereItIsAndNothingThatIsKept() {
    always(
        (snapshot, state, decision) -> {
          Set<String> kept =
              snapshot.rules().of(RuleKind.KEEP).stream()
                  .map(PlacementRule::domains)
                  .flatMap(Set::stream)
                  .collect(Collectors.toSet());
          assertThat(decision.proposal().domainChanges())
              .filteredOn(change -> change.wanted() == RunState.STOPPED)
              .allSatisfy(
                  change -> {
                    assertThat(kept).doesNotContain(change.domainUuid());
                    assertThat(snapshot.domainsOn(change.host()))
                        .filteredOn(domain -> domain.uuid().equals(change.domainUuid()))
                        .singleElement()
                        .satisfies(domain -> assertThat(domain.state().isRunning()).isTrue());
                  });
        });
  }

  @Test
  void shouldFillNoHostBeyondItsMemoryWithWhatItStarts() {
    always(
        (snapshot, state, decision) -> {
          Map<String, Long> arriving = new HashMap<>();
          for (DomainChange change : decision.proposal().domainChanges()) {
            snapshot.stopped().stream()
                .filter(domain -> domain.uuid().equals(change.domainUuid()))
                .filter(domain -> change.wanted() == RunState.STARTED)
                .forEach(domain -> arriving.merge(change.host(), domain.memoryBytes(), Long::sum));
          }
          arriving.forEach(
              (host, bytes) ->
                  assertThat(bytes)
                      .isLessThanOrEqualTo(snapshot.host(host).orElseThrow().freeMemoryBytes()));
        });
  }

  @Test
  void shouldSayWhyOfEverything() {
    always(
        (snapshot, state, decision) -> {
          Proposal proposal = decision.proposal();
          assertThat(proposal.moves())
              .allSatisfy(move -> assertThat(move.reason().text()).contains(move.domain()));
          assertThat(proposal.refusals())
              .allSatisfy(refusal -> assertThat(refusal.reason().text()).isNotBlank());
          assertThat(proposal.powerChanges())
              .allSatisfy(change -> assertThat(change.reason().text()).contains(change.host()));
          assertThat(proposal.domainChanges())
              .allSatisfy(change -> assertThat(change.reason().text()).contains(change.domain()));
        });
  }

  @Test
  void shouldUnderstandAnyStateOfItsOwnSchema() {
    PolicyState empty = PolicyState.empty(policy().stateSchema());
    always(
        (snapshot, state, decision) -> {
          Map<String, Object> garbage = new HashMap<>();
          decision.nextState().values().forEach((name, value) -> garbage.put(name, "garbage"));
          PolicyState broken = new PolicyState(policy().stateSchema(), garbage);
          assertThat(decide(snapshot, broken, Parameter::initial).proposal())
              .isEqualTo(decide(snapshot, empty, Parameter::initial).proposal());
        });
  }

  @Test
  void shouldStartAfreshOrAdoptWhenItTakesOverFromAnotherSchema() {
    PolicyState foreign = new PolicyState(policy().stateSchema() + 1, Map.of("unknown", 7L));

    assertThat(policy().adopt(foreign).schema()).isEqualTo(policy().stateSchema());
  }

  @Test
  void shouldDecideWithAnyParameterWithinItsBounds() {
    always(
        (snapshot, state, decision) -> {
          assertThat(decide(snapshot, state, Parameter::minimum)).isNotNull();
          assertThat(decide(snapshot, state, Parameter::maximum)).isNotNull();
        });
  }
}
