// SPDX-License-Identifier: Apache-2.0
package org.transhume.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.transhume.api.model.Explanation;

class ViolationsTest {

  private final Cluster cluster =
      new Cluster()
          .host("h1", 800)
          .host("h2", 8_000)
          .domain("web-1", "h1", 512)
          .domain("web-2", "h1", 512)
          .domain("db", "h2", 9_000);

  private List<String> broken(String... lines) {
    return Violations.in(cluster.rules(lines).snapshot()).stream().map(Explanation::text).toList();
  }

  @Test
  void shouldTellEveryRuleThatThePresentPlacesBreak() {
    assertThat(
            broken(
                "domain web-1 group web",
                "domain web-2 group web",
                "domain db group all-of-them",
                "domain web-1 group all-of-them",
                "spread web",
                "gather all-of-them soft",
                "ban db from h2",
                "fence db on h1",
                "reserve all memory-mib 1000",
                "overcommit h1 cpu 0.2",
                "max-online 1",
                "n-plus-one"))
        .satisfiesExactlyInAnyOrder(
            one -> assertThat(one).startsWith("spread of web-2 from web-1, which is on h1: "),
            one -> assertThat(one).startsWith("gather of a group that is apart, web-1 at h1; db"),
            one -> assertThat(one).startsWith("ban of db from h2: "),
            one -> assertThat(one).startsWith("fence of db, outside of which is h2: "),
            one -> assertThat(one).startsWith("h1: free memory 800 MiB < reserve 1000: "),
            one -> assertThat(one).startsWith("h1 has 2 virtual processors on 8: "),
            one -> assertThat(one).startsWith("2 hosts are in use, of at most 1: "),
            one -> assertThat(one).startsWith("the domains of h2 would not all find a place"));
  }

  @Test
  void shouldTellNothingWhereEveryRuleIsKept() {
    assertThat(
            broken(
                "domain web-1 group web",
                "domain db group web",
                "spread web",
                "pin db",
                "no-incoming h2",
                "domain web-2 tag keep",
                "max-online 2"))
        .isEmpty();
  }

  /** The gate and the look at what is broken are two pieces of code that must mean the same. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void shouldFindNothingNewBrokenAfterAMoveThatTheGateLetPass(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 60; i++) {
      Trial trial = new Trial(random);
      Cluster before = trial.cluster(trial.placed);
      Set<String> brokenBefore = brokenBy(before);
      String domain = trial.domains.get(random.nextInt(trial.domains.size()));
      String from = trial.placed.get(domain);
      String to = trial.hosts.get(random.nextInt(trial.hosts.size()));
      if (from.equals(to)) {
        continue;
      }
      boolean passed =
          Gate.enforcing(before.snapshot()).againstMove(Cluster.uuid(domain), from, to).isEmpty();
      trial.placed.put(domain, to);
      Set<String> brokenAfter = brokenBy(trial.cluster(trial.placed));
      brokenAfter.removeAll(brokenBefore);

      assertThat(passed && !brokenAfter.isEmpty())
          .as("%s from %s to %s newly breaks %s", domain, from, to, brokenAfter)
          .isFalse();
    }
  }

  private static Set<String> brokenBy(Cluster cluster) {
    Set<String> rules = new TreeSet<>();
    Violations.in(cluster.snapshot()).forEach(why -> rules.add(why.operands().get("rule")));
    return rules;
  }
}
