// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.HostState;
import org.transhume.api.mx.MigrationOrder;
import org.transhume.spi.hypervisor.DomainObservation;
import org.transhume.spi.hypervisor.HostObservation;

/**
 * What a target looks at before it prepares. All that speaks against it is told, not only the first
 * thing.
 *
 * @param host this host
 * @param state what it is there for
 * @param look at it, fresh
 * @param reservedBytes memory promised to other arriving migrations that do not hold it yet
 * @param reserveBytes memory that must stay free
 * @param arriving id of another migration that arrives; empty when none does
 */
record PrepareChecks(
    String host,
    HostState state,
    HostObservation look,
    long reservedBytes,
    long reserveBytes,
    String arriving) {

  private static final long MEBI = 1L << 20;

  List<Explanation> against(MigrationOrder order) {
    List<Explanation> reasons = new ArrayList<>();
    if (!order.target().equals(host)) {
      reasons.add(
          Explanation.of("WRONG_HOST", "this is " + host + ", not the target " + order.target()));
    }
    if (order.source().equals(order.target())) {
      reasons.add(Explanation.of("SAME_HOST", "source and target are both " + host));
    }
    if (state != HostState.ACTIVE) {
      reasons.add(
          new Explanation(
              "TARGET_NOT_ACTIVE",
              host + " is " + state + " and accepts nothing; set its state to ACTIVE first",
              Map.of("host", host, "state", state.name())));
    }
    if (!arriving.isEmpty()) {
      reasons.add(
          new Explanation(
              "TARGET_BUSY",
              "migration " + arriving + " is arriving at " + host + "; one at a time",
              Map.of("host", host, "migration", arriving)));
    }
    look.domains().forEach(copy -> addCollision(order, copy, reasons));
    addMemory(Arrival.of(order), reasons);
    return reasons;
  }

  private void addCollision(
      MigrationOrder order, DomainObservation copy, List<Explanation> reasons) {
    boolean sameUuid = copy.identity().uuid().equals(order.domainUuid());
    boolean sameName = copy.baseName().equals(order.domain());
    if (sameUuid || sameName) {
      reasons.add(
          new Explanation(
              sameUuid ? "UUID_IN_USE" : "NAME_IN_USE",
              host
                  + " already has "
                  + copy.identity()
                  + ", "
                  + copy.copyKind()
                  + " and "
                  + copy.state(),
              Map.of("host", host, "domain", copy.identity().name())));
    }
  }

  private void addMemory(Arrival arrival, List<Explanation> reasons) {
    long needed = arrival.neededBytes();
    long available = look.freeMemoryBytes() - reservedBytes - reserveBytes;
    if (needed > available) {
      reasons.add(
          new Explanation(
              "TARGET_MEMORY",
              String.format(
                  "%s lacks memory: %d MiB are needed, %d are free, %d of them promised and %d kept"
                      + " in reserve",
                  host,
                  needed / MEBI,
                  look.freeMemoryBytes() / MEBI,
                  reservedBytes / MEBI,
                  reserveBytes / MEBI),
              Map.of(
                  "neededBytes", Long.toString(needed),
                  "freeBytes", Long.toString(look.freeMemoryBytes()),
                  "promisedBytes", Long.toString(reservedBytes),
                  "reserveBytes", Long.toString(reserveBytes))));
    }
  }
}
