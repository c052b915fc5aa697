// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.preflight;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.transhume.spi.hypervisor.HostResource;

/** Each bridge is at the target, and leads to the same VLANs. */
record BridgesAreThere() implements PreflightCheck<ArrivalSituation> {

  @Override
  public Manual manual() {
    return new Manual(
        "bridges",
        List.of("BRIDGE_MISSING", "BRIDGE_DIFFERS"),
        "the bridges of its interfaces with those of the target, and the VLANs of their ports",
        "set the bridge up on the target as it is on the source");
  }

  @Override
  public Findings in(ArrivalSituation situation) {
    return situation.source().resources().stream()
        .filter(resource -> resource.kind() == HostResource.Kind.BRIDGE)
        .map(bridge -> of(situation, bridge))
        .reduce(Findings.NONE, Findings::and);
  }

  private static Findings of(ArrivalSituation situation, HostResource bridge) {
    if (situation.target().resources().isEmpty()) {
      return unknown(situation, bridge);
    }
    Optional<HostResource> found = situation.found(bridge);
    if (found.isEmpty()) {
      return Findings.objection(
          "BRIDGE_MISSING",
          situation.host() + " has no bridge " + bridge.name(),
          Map.of("bridge", bridge.name(), "host", situation.host()));
    }
    String there = found.get().identity();
    if (bridge.identity().isEmpty() || there.isEmpty()) {
      return unknown(situation, bridge);
    }
    return bridge.identity().equals(there)
        ? Findings.NONE
        : Findings.objection(
            "BRIDGE_DIFFERS",
            "the bridge "
                + bridge.name()
                + " leads to "
                + bridge.identity()
                + " on "
                + situation.order().source()
                + " and to "
                + there
                + " on "
                + situation.host(),
            Map.of(
                "bridge", bridge.name(),
                "sourceIdentity", bridge.identity(),
                "targetIdentity", there));
  }

  private static Findings unknown(ArrivalSituation situation, HostResource bridge) {
    return Findings.remark(
        "BRIDGE_UNKNOWN",
        "whether the bridge "
            + bridge.name()
            + " leads to the same VLANs on "
            + situation.host()
            + " is unknown");
  }
}
