// SPDX-License-Identifier: Apache-2.0
package org.transhume.application.internal.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.transhume.api.mx.ApplicationState;
import org.transhume.application.internal.plan.Action;
import org.transhume.application.internal.plan.Plan;

/** What holds whatever happens to an application, its cluster and its manager. */
class StewardPropertyTest {

  private static final String SEED = "20261122";
  private static final int MOST_CLERKS = 4;
  private static final int ROUNDS = 100;
  private static final List<String> HOSTS = List.of("a-204-02", "a-204-03", "a-204-04");

  private final List<String> seen = new ArrayList<>();

  @Provide
  Arbitrary<Long> seeds() {
    return Arbitraries.longs();
  }

  @Property(tries = 100, seed = SEED)
  void shouldComeToWhatIsWantedFromWhereverItWasLeft(@ForAll("seeds") long seed) {
    seen.clear();
    Random random = new Random(seed);
    Shop shop = new Shop();
    shop.deploy();
    for (int round = 0; round < ROUNDS; round++) {
      disturb(shop, random);
      shop.round();
      watch(shop);
    }
    calm(shop);
    shop.settle();

    int wanted = shop.steward.situation("shop").wish().numbers().get("clerk");
    assertThat(shop.steward.situation("shop").state()).isEqualTo(ApplicationState.RUNNING);
    assertThat(shop.cluster.domains).hasSize(wanted + 1);
    assertThat(shop.cluster.domains.keySet()).allMatch(shop.cluster::runs);
    assertThat(shop.cluster.settings(Shop.FRONT))
        .isEqualTo(
            Map.of(
                "clerks",
                IntStream.rangeClosed(1, wanted)
                    .mapToObj(number -> "shop-clerk-" + number)
                    .collect(Collectors.joining(","))));
    List<String> before = List.copyOf(shop.cluster.done);
    for (int round = 0; round < 30; round++) {
      assertThat(shop.round()).isFalse();
    }
    assertThat(shop.cluster.done).as("nothing changes, nothing is done").isEqualTo(before);
  }

  @Property(tries = 60, seed = SEED)
  void shouldLeaveNothingBehindWhateverHappensWhileItIsTakenDown(@ForAll("seeds") long seed) {
    Random random = new Random(seed);
    Shop shop = new Shop();
    shop.deploy();
    for (int round = random.nextInt(ROUNDS); round > 0; round--) {
      disturb(shop, random);
      shop.round();
    }
    calm(shop);
    shop.steward.undeploy("shop", "olga");
    for (int round = random.nextInt(20); round > 0; round--) {
      shop.round();
    }
    shop.restart();
    shop.settle();

    assertThat(shop.cluster.domains).isEmpty();
    assertThat(shop.cluster.rules()).isEmpty();
    assertThat(shop.steward.situations()).isEmpty();
  }

  /** What the world does to an application, and operators. */
  private void disturb(Shop shop, Random random) {
    List<String> there = List.copyOf(shop.cluster.domains.keySet());
    switch (random.nextInt(16)) {
      case 0 -> shop.restart();
      case 1 -> shop.steward.scale("shop", "clerk", 2 + random.nextInt(3), "olga");
      case 2 -> shop.cluster.refusing = words -> random.nextInt(3) == 0;
      case 3 -> shop.cluster.losing = words -> random.nextInt(3) == 0;
      case 4 -> calm(shop);
      case 5, 6, 7 -> {
        if (!there.isEmpty()) {
          disturb(shop, there.get(random.nextInt(there.size())), random);
        }
      }
      default -> {
        // A quiet moment.
      }
    }
  }

  private static void disturb(Shop shop, String domain, Random random) {
    switch (random.nextInt(4)) {
      case 0 -> shop.cluster.crash(domain);
      case 1 -> shop.cluster.domains.remove(domain);
      case 2 -> shop.cluster.domains.get(domain).sick = true;
      default -> shop.cluster.move(domain, HOSTS.get(random.nextInt(HOSTS.size())));
    }
  }

  private static void calm(Shop shop) {
    shop.cluster.refusing = words -> false;
    shop.cluster.losing = words -> false;
  }

  /** That nothing was created twice the simulated cluster sees to. */
  private void watch(Shop shop) {
    SimulatedCluster cluster = shop.cluster;
    assertThat(cluster.domains.keySet())
        .filteredOn(domain -> domain.startsWith("shop-clerk-"))
        .hasSizeLessThanOrEqualTo(MOST_CLERKS);
    for (String words : cluster.done.subList(seen.size(), cluster.done.size())) {
      seen.add(words);
      if (words.equals("start " + Shop.FRONT)) {
        assertThat(seen)
            .filteredOn(done -> done.startsWith("start shop-clerk"))
            .hasSizeGreaterThan(1);
      }
    }
    Plan plan = shop.steward.situation("shop").plan();
    assertThat(plan.actions().stream().flatMap(action -> action.replica().stream()))
        .as("one step at a time for each replica")
        .doesNotHaveDuplicates();
    assertThat(plan.actions().stream().filter(Action::isAboutDomain))
        .as("one domain at a time")
        .hasSizeLessThanOrEqualTo(1);
  }
}
