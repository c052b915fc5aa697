// SPDX-License-Identifier: Apache-2.0
package org.transhume.application.internal.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.Mode;
import org.transhume.api.mx.ApplicationState;
import org.transhume.api.mx.DeploymentReport;
import org.transhume.api.mx.ReplicaState;
import org.transhume.api.mx.ReplicaStatus;

class StewardTest {

  private final Shop shop = new Shop();
  private final SimulatedCluster cluster = shop.cluster;

  private ApplicationState state() {
    return shop.steward.situation("shop").state();
  }

  private ReplicaStatus replica(String domain) {
    return shop.steward.situation("shop").plan().replicas().stream()
        .filter(replica -> replica.domain().equals(domain))
        .findFirst()
        .orElseThrow();
  }

  private List<String> deeds(String beginning) {
    return cluster.done.stream().filter(words -> words.startsWith(beginning)).toList();
  }

  @Test
  void shouldCreateConfigureAndStartInTheOrderOfTheDescriptor() {
    shop.deploy();
    shop.settle();

    assertThat(state()).isEqualTo(ApplicationState.RUNNING);
    assertThat(cluster.domains).containsOnlyKeys(Shop.CLERK, Shop.OTHER_CLERK, Shop.FRONT);
    assertThat(cluster.settings(Shop.FRONT))
        .isEqualTo(Map.of("clerks", "shop-clerk-1,shop-clerk-2"));
    assertThat(cluster.done.indexOf("configure " + Shop.FRONT))
        .isGreaterThan(cluster.done.indexOf("start " + Shop.CLERK))
        .isGreaterThan(cluster.done.indexOf("start " + Shop.OTHER_CLERK));
    assertThat(cluster.rules())
        .containsEntry("spread shop.clerk soft", "application shop")
        .hasSize(4);
    assertThat(deeds("create")).hasSize(3);
  }

  @Test
  void shouldTellWhatWillBeDoneFirstAndChangeNothingWhenChecked() {
    DeploymentReport report = shop.steward.check("shop.cfg", Shop.DESCRIPTOR);
    shop.round();

    assertThat(report.application()).isEqualTo("shop");
    assertThat(report.next()).anyMatch(step -> step.contains("sets the rule 'spread"));
    assertThat(shop.steward.situations()).isEmpty();
    assertThat(cluster.done).isEmpty();
  }

  @Test
  void shouldKeepNothingOfADescriptorThatIsWrong() {
    DeploymentReport report = shop.steward.deploy("shop.cfg", "application = shop", "olga");

    assertThat(report.problems()).isNotEmpty();
    assertThat(shop.steward.situations()).isEmpty();
  }

  @Test
  void shouldDoNothingWhenTheSameIsDeployedAgain() {
    shop.deploy();
    shop.settle();
    List<String> before = List.copyOf(cluster.done);
    long at = shop.steward.situation("shop").wish().atEpochMillis();

    DeploymentReport again = shop.steward.deploy("shop.cfg", Shop.DESCRIPTOR, "oscar");
    shop.settle();

    assertThat(again.next()).isEmpty();
    assertThat(cluster.done).isEqualTo(before);
    assertThat(shop.steward.situation("shop").wish().atEpochMillis()).isEqualTo(at);
  }

  @Test
  void shouldTellTheFrontOfAReplicaThatComes() {
    shop.deploy();
    shop.settle();
    shop.steward.scale("shop", "clerk", 3, "olga");
    shop.settle();

    assertThat(cluster.settings(Shop.FRONT))
        .isEqualTo(Map.of("clerks", "shop-clerk-1,shop-clerk-2,shop-clerk-3"));
    assertThat(cluster.done)
        .endsWith("start shop-clerk-3", "configure " + Shop.FRONT)
        .doesNotContain("stop " + Shop.FRONT);
  }

  @Test
  void shouldTellTheFrontBeforeAReplicaGoes() {
    shop.deploy();
    shop.steward.scale("shop", "clerk", 3, "olga");
    shop.settle();
    shop.steward.scale("shop", "clerk", 2, "olga");
    shop.settle();

    assertThat(cluster.domains).doesNotContainKey("shop-clerk-3");
    assertThat(cluster.done)
        .containsSubsequence(
            "configure " + Shop.FRONT, "stop shop-clerk-3", "stop domain shop-clerk-3");
    assertThat(cluster.done.lastIndexOf("configure " + Shop.FRONT))
        .isLessThan(cluster.done.indexOf("stop shop-clerk-3"));
    assertThat(cluster.settings(Shop.FRONT))
        .isEqualTo(Map.of("clerks", "shop-clerk-1,shop-clerk-2"));
  }

  @Test
  void shouldRefuseToScaleBeyondWhatTheDescriptorAllows() {
    shop.deploy();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> shop.steward.scale("shop", "clerk", 5, "olga"))
        .withMessageContaining("clerk has 2 to 4 replicas, not 5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> shop.steward.scale("shop", "desk", 1, "olga"))
        .withMessageContaining("there are [clerk, front]");
    assertThatIllegalStateException()
        .isThrownBy(() -> shop.steward.scale("bank", "desk", 1, "olga"));
  }

  @Test
  void shouldTakeDownInTheOppositeOrderAndForget() {
    shop.deploy();
    shop.settle();
    shop.steward.undeploy("shop", "olga");
    assertThat(state()).isEqualTo(ApplicationState.LEAVING);
    shop.settle();

    assertThat(cluster.domains).isEmpty();
    assertThat(cluster.rules()).isEmpty();
    assertThat(shop.steward.situations()).isEmpty();
    assertThat(deeds("stop"))
        .containsExactly(
            "stop " + Shop.FRONT,
            "stop domain " + Shop.FRONT,
            "stop " + Shop.OTHER_CLERK,
            "stop " + Shop.CLERK,
            "stop domain " + Shop.OTHER_CLERK,
            "stop domain " + Shop.CLERK);
    shop.restart();
    assertThat(shop.round()).isFalse();
    assertThat(shop.steward.situations()).isEmpty();
  }

  @Test
  void shouldRestartSoftwareThatFails() {
    shop.deploy();
    shop.settle();
    cluster.crash(Shop.CLERK);
    int before = cluster.done.size();
    shop.settle();

    assertThat(cluster.runs(Shop.CLERK)).isTrue();
    assertThat(cluster.done.subList(before, cluster.done.size()))
        .containsExactly("stop " + Shop.CLERK, "configure " + Shop.CLERK, "start " + Shop.CLERK);
  }

  @Test
  void shouldCreateElsewhereWhatCannotBeRestarted() {
    shop.deploy();
    shop.settle();
    String host = cluster.domains.get(Shop.CLERK).host;
    cluster.domains.get(Shop.CLERK).sick = true;
    cluster.crash(Shop.CLERK);
    shop.settle();

    assertThat(cluster.domains.get(Shop.CLERK).host).isNotEqualTo(host);
    assertThat(cluster.runs(Shop.CLERK)).isTrue();
    assertThat(deeds("start " + Shop.CLERK)).hasSize(1 + 3 + 1);
    assertThat(cluster.settings(Shop.FRONT))
        .isEqualTo(Map.of("clerks", "shop-clerk-1,shop-clerk-2"));
  }

  @Test
  void shouldCreateAgainWhatSomebodyHasDestroyed() {
    shop.deploy();
    shop.settle();
    cluster.domains.remove(Shop.OTHER_CLERK);
    shop.round();
    assertThat(replica(Shop.OTHER_CLERK).state()).isEqualTo(ReplicaState.UNKNOWN);
    shop.settle();

    assertThat(cluster.runs(Shop.OTHER_CLERK)).isTrue();
    assertThat(deeds("create " + Shop.OTHER_CLERK)).hasSize(2);
  }

  @Test
  void shouldLeaveADomainAloneThatMoves() {
    shop.deploy();
    shop.settle();
    List<String> before = List.copyOf(cluster.done);
    cluster.move(Shop.CLERK, "a-204-04");
    shop.settle();

    assertThat(cluster.done).isEqualTo(before);
    assertThat(replica(Shop.CLERK).host()).isEqualTo("a-204-04");
  }

  @Test
  void shouldGoOnAfterACrashOfTheManagerWhereItWas() {
    shop.deploy();
    shop.steward.scale("shop", "clerk", 3, "olga");
    while (cluster.domains.size() < 2) {
      shop.round();
    }
    shop.restart();
    shop.settle();

    assertThat(cluster.domains).hasSize(4);
    assertThat(deeds("create")).hasSize(4).doesNotHaveDuplicates();
  }

  @Test
  void shouldWaitForAWrapperThatNoAgentShowsAndSayWhatToDo() {
    cluster.unwrapped.add(Shop.FRONT);
    shop.deploy();
    for (int i = 0; i < 30; i++) {
      shop.round();
    }

    assertThat(state()).isEqualTo(ApplicationState.HINDERED);
    assertThat(replica(Shop.FRONT).reasons().toString())
        .contains("no wrapper 'front'", "domains = shop-front-*");
    cluster.unwrapped.clear();
    shop.settle();
    assertThat(state()).isEqualTo(ApplicationState.RUNNING);
  }

  @Test
  void shouldTryAgainEverLaterAndTellWhy() {
    cluster.refusing = words -> words.startsWith("create " + Shop.FRONT);
    shop.deploy();
    for (int i = 0; i < 60; i++) {
      shop.round();
    }

    assertThat(replica(Shop.FRONT).reasons().toString()).contains("refused: create shop-front-1");
    assertThat(state()).isEqualTo(ApplicationState.HINDERED);
    cluster.refusing = words -> false;
    shop.settle();
    assertThat(state()).isEqualTo(ApplicationState.RUNNING);
  }

  @Test
  void shouldNotTouchADomainOfAnotherThatHasTheName() {
    cluster.domains.put(
        Shop.FRONT, new SimulatedCluster.Domain("somebody-else", "a-204-02", cluster.now));
    shop.deploy();
    for (int i = 0; i < 30; i++) {
      shop.round();
    }

    assertThat(replica(Shop.FRONT).reasons().toString()).contains("another domain on a-204-02");
    assertThat(cluster.done).noneMatch(words -> words.contains(Shop.FRONT));
    shop.steward.undeploy("shop", "olga");
    shop.settle();
    assertThat(cluster.domains).containsOnlyKeys(Shop.FRONT);
  }

  @Test
  void shouldOnlySayWhatItWouldDoWhileTheManagerMayNotAct() {
    cluster.leading = new Cluster.Leading(new Epoch(0, 1), 0, Mode.ADVISE, null);
    shop.deploy();
    shop.round();

    assertThat(cluster.done).isEmpty();
    assertThat(shop.steward.situation("shop").heldUp().orElseThrow())
        .contains("mode is ADVISE", "transhume mode AUTOMATIC");
    assertThat(shop.steward.situation("shop").next()).isNotEmpty();
    cluster.leading = new Cluster.Leading(new Epoch(0, 1), 0, Mode.AUTOMATIC, "update of hosts");
    shop.round();
    assertThat(shop.steward.situation("shop").heldUp().orElseThrow()).contains("update of hosts");
    assertThat(cluster.done).isEmpty();
  }

  @Test
  void shouldShowAndDoNothingWhileAnotherManagerLeads() {
    shop.deploy();
    cluster.leading = null;

    assertThat(shop.round()).isFalse();
    assertThat(shop.steward.situations()).isEmpty();
    assertThatIllegalStateException()
        .isThrownBy(shop::deploy)
        .withMessageContaining("does not lead");
  }

  @Test
  void shouldWaitForAPersonWhenAnotherManagerMayHaveLed() {
    shop.several = true;
    shop.deploy();
    shop.settle();
    cluster.leading = new Cluster.Leading(new Epoch(0, 7), 0, Mode.AUTOMATIC, null);
    cluster.crash(Shop.CLERK);
    shop.round();

    assertThat(cluster.runs(Shop.CLERK)).isFalse();
    assertThat(shop.steward.situation("shop").heldUp().orElseThrow())
        .contains("deploy its descriptor again");
    shop.deploy();
    shop.settle();
    assertThat(cluster.runs(Shop.CLERK)).isTrue();
  }

  @Test
  void shouldAdoptTheNumbersThatAnotherManagerHasLeft() {
    shop.deploy();
    shop.steward.scale("shop", "clerk", 4, "olga");
    shop.settle();
    Shop elsewhere = new Shop();
    elsewhere.cluster.domains.putAll(cluster.domains);
    elsewhere.deploy();

    assertThat(elsewhere.steward.situation("shop").wish().numbers())
        .isEqualTo(Map.of("clerk", 4, "front", 1));
  }

  @Test
  void shouldFollowADescriptorThatHasChanged() {
    shop.deploy();
    shop.settle();
    shop.steward.deploy(
        "shop.cfg",
        Shop.DESCRIPTOR
            .replace("component.clerk.spread = hosts soft\n", "")
            .replace(".each = {domain}", ".each = {domain}:80"),
        "olga");
    shop.settle();

    assertThat(cluster.settings(Shop.FRONT))
        .isEqualTo(Map.of("clerks", "shop-clerk-1:80,shop-clerk-2:80"));
    assertThat(cluster.rules()).doesNotContainKey("spread shop.clerk soft");
  }
}
