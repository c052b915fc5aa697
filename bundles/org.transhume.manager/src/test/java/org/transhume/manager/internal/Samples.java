// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.transhume.api.model.DomainState;
import org.transhume.api.model.DomainType;
import org.transhume.api.model.HostState;
import org.transhume.api.model.ThresholdLevel;
import org.transhume.api.model.ThresholdState;
import org.transhume.api.mx.DomainSample;
import org.transhume.api.mx.HostSample;

/** Small samples of hosts and domains. */
public final class Samples {

  private Samples() {}

  /** A domain of 128 MiB and one vcpu that runs. */
  public static DomainSample domain(String name, double cpuLoad) {
    return domain(name, cpuLoad, DomainState.RUNNING);
  }

  /** The same in another state. */
  public static DomainSample domain(String name, double cpuLoad, DomainState state) {
    return new DomainSample(
        uuid(name),
        name,
        7,
        state,
        DomainType.PVH,
        128L << 20,
        1,
        256,
        0,
        cpuLoad,
        null,
        List.of(),
        true,
        List.of(),
        0,
        Map.of());
  }

  /** The uuid that a domain of that name has here. */
  public static String uuid(String name) {
    return java.util
        .UUID
        .nameUUIDFromBytes(name.getBytes(java.nio.charset.StandardCharsets.UTF_8))
        .toString();
  }

  /** A host with two processors whose {@code cpu} threshold stands as its load says. */
  public static HostSample host(
      String name, long atEpochMillis, double cpuLoad, List<DomainSample> domains) {
    ThresholdLevel level = cpuLoad > 0.8 ? ThresholdLevel.HIGH : ThresholdLevel.NORMAL;
    return host(name, atEpochMillis, cpuLoad, domains, HostState.ACTIVE, level);
  }

  /** The same with everything said. */
  public static HostSample host(
      String name,
      long atEpochMillis,
      double cpuLoad,
      List<DomainSample> domains,
      HostState state,
      ThresholdLevel level) {
    return new HostSample(
        1,
        name,
        state,
        atEpochMillis,
        "Sim 1",
        2,
        cpuLoad,
        0.02,
        4L << 30,
        2L << 30,
        List.of(new ThresholdState("cpu", level, atEpochMillis, cpuLoad, 0.8, 0.6)),
        new ArrayList<>(domains));
  }
}
