// SPDX-License-Identifier: Apache-2.0
package org.transhume.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.LostDomain;

class AdmissionTest {

  private static final long MEBIBYTE = 1L << 20;

  private final Cluster cluster =
      new Cluster()
          .host("h1", 8_000)
          .host("h2", 8_000)
          .host("h3", 8_000)
          .domain("web-1", "h1", 512)
          .domain("web-2", "h2", 512);

  private static LostDomain fresh(long mebibytes) {
    return new LostDomain(
        Cluster.uuid("new-1"), "new-1", mebibytes * MEBIBYTE, List.of(), List.of());
  }

  private List<Explanation> against(int vcpus, String host, String... rules) {
    return Admission.enforcing(cluster.rules(rules).snapshot()).against(fresh(512), vcpus, host);
  }

  private static List<String> codes(List<Explanation> reasons) {
    return reasons.stream().map(Explanation::code).toList();
  }

  @Test
  void shouldLetADomainComeAnywhereWithoutRules() {
    assertThat(against(100, "h1")).isEmpty();
  }

  @Test
  void shouldCountItsProcessorsAndThoseOnTheirWay() {
    cluster.moving("web-2", "h2", "h1");

    assertThat(against(6, "h1", "overcommit all cpu 1")).isEmpty();
    List<Explanation> reasons = against(7, "h1", "overcommit all cpu 1");
    assertThat(codes(reasons)).containsExactly("RULE_OVERCOMMIT");
    assertThat(reasons.get(0).operands())
        .containsEntry("host", "h1")
        .containsEntry("vcpus", "9")
        .containsEntry("physicalCpus", "8");
    assertThat(against(8, "h3", "overcommit all cpu 1")).isEmpty();
  }

  @Test
  void shouldCountUnknownProcessorsAsOne() {
    assertThat(against(0, "h3", "overcommit all cpu 1")).isEmpty();
    for (int number = 1; number <= 8; number++) {
      cluster.domain("small-" + number, "h3", 16);
    }

    assertThat(codes(against(0, "h3", "overcommit all cpu 1"))).containsExactly("RULE_OVERCOMMIT");
  }

  @Test
  void shouldKeepMemoryFreeForTheDomainsOfAHostThatMayDie() {
    Cluster tight =
        new Cluster()
            .host("h1", 600)
            .host("h2", 600)
            .domain("web-1", "h1", 512)
            .domain("web-2", "h2", 512)
            .rules("n-plus-one");

    List<Explanation> reasons = Admission.enforcing(tight.snapshot()).against(fresh(256), 1, "h2");
    assertThat(codes(reasons)).containsExactly("RULE_N_PLUS_ONE");
    assertThat(reasons.get(0).operands())
        .containsEntry("domain", "new-1")
        .containsEntry("host", "h2")
        .containsEntry("hosts", "h1, h2");
    assertThat(Admission.enforcing(tight.snapshot()).against(fresh(32), 1, "h2")).isEmpty();
  }

  @Test
  void shouldUseNoOtherHostThanSoMany() {
    List<Explanation> reasons = against(1, "h3", "max-online 2");

    assertThat(codes(reasons)).containsExactly("RULE_MAX_ONLINE");
    assertThat(reasons.get(0).operands())
        .containsEntry("host", "h3")
        .containsEntry("hostsInUse", "2")
        .containsEntry("most", "2");
    assertThat(against(1, "h1", "max-online 2")).isEmpty();
    assertThat(against(1, "h3", "max-online 3")).isEmpty();
  }

  @Test
  void shouldAskWhatIsOnlyWantedApart() {
    cluster.rules("ban new-1 from h3 soft", "ban new-1 from h1");

    assertThat(codes(Admission.wishing(cluster.snapshot()).against(fresh(512), 1, "h3")))
        .containsExactly("RULE_BAN");
    assertThat(Admission.enforcing(cluster.snapshot()).against(fresh(512), 1, "h3")).isEmpty();
    assertThat(codes(Admission.enforcing(cluster.snapshot()).against(fresh(512), 1, "h1")))
        .containsExactly("RULE_BAN");
  }
}
