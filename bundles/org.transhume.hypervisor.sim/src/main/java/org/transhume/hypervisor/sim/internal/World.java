// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import java.util.UUID;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * What all hosts of a simulation share.
 *
 * @param settings how it was built
 * @param timeline its time; actions run inside the lock
 * @param lock who may be inside
 * @param ledger every copy of every domain
 * @param programs the processes behind process-backed domains
 * @param traces where recorded loads come from
 * @param random everything random
 * @param events told of everything, inside the lock
 */
record World(
    ClusterSettings settings,
    Timeline timeline,
    ModelLock lock,
    CopyLedger ledger,
    GuestPrograms programs,
    TraceReader traces,
    RandomGenerator random,
    Consumer<SimulationEvent> events) {

  Costs costs() {
    return settings.costs();
  }

  long now() {
    return timeline.nanos();
  }

  void publish(String host, String domain, String what) {
    events.accept(new SimulationEvent(now(), host, domain, what));
  }

  /** A uuid of the kind that tools draw. */
  String newUuid() {
    long high = (random.nextLong() & ~0xF000L) | 0x4000L;
    long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | Long.MIN_VALUE;
    return new UUID(high, low).toString();
  }
}
