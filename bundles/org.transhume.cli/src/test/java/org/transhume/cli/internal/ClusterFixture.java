// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.transhume.api.model.DomainState;
import org.transhume.api.model.DomainType;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.HostState;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.model.ThresholdLevel;
import org.transhume.api.model.ThresholdState;
import org.transhume.api.mx.DomainSample;
import org.transhume.api.mx.HostSample;
import org.transhume.api.mx.MigrationEvent;

/** Small clusters for tests. */
public final class ClusterFixture {

  private ClusterFixture() {}

  /** A host of 4 processors whose cpu probe reads as that load and level. */
  public static HostSample host(
      String name, Double load, ThresholdLevel level, DomainSample... domains) {
    return new HostSample(
        1,
        name,
        HostState.ACTIVE,
        2,
        "Xen 4.17.7",
        4,
        load,
        0.02,
        16L << 30,
        8L << 30,
        List.of(new ThresholdState("cpu", level, 1, load, 0.8, 0.6)),
        List.of(domains));
  }

  /** A movable domain of 2 vcpus. */
  public static DomainSample domain(String name, Double load) {
    return new DomainSample(
        "uuid-of-" + name,
        name,
        7,
        DomainState.RUNNING,
        DomainType.PVH,
        1L << 30,
        2,
        256,
        0,
        load,
        null,
        List.of(),
        true,
        List.of(),
        1,
        Map.of());
  }

  /** A migration in that phase. */
  public static MigrationEvent migration(
      String domain, String source, String target, MigrationPhase phase, String... reasons) {
    List<Explanation> explanations = new ArrayList<>();
    for (String reason : reasons) {
      explanations.add(Explanation.of("TEST", reason));
    }
    Long downtime = phase == MigrationPhase.DONE ? 85L : null;
    return new MigrationEvent(
        1,
        "manager",
        "m-1",
        "uuid-of-" + domain,
        domain,
        source,
        target,
        phase,
        64L << 20,
        8_200L,
        downtime,
        explanations,
        3);
  }
}
