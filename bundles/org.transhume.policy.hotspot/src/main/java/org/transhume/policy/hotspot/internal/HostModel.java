// SPDX-License-Identifier: Apache-2.0
package org.transhume.policy.hotspot.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.transhume.api.model.DomainSnapshot;
import org.transhume.api.model.HostSnapshot;
import org.transhume.api.model.ThresholdState;

/**
 * One host as this policy reckons with it: what its domains want of its processors, and what moves
 * decided earlier in the same call will change.
 */
final class HostModel {

  private static final double HAP_PAGES_PER_VCPU = 256;
  private static final long KIBIBYTE = 1L << 10;
  private static final long MEBIBYTE = 1L << 20;

  private final HostSnapshot host;
  private final List<DomainSnapshot> domains;
  private double arriving;
  private double leaving;
  private long memoryPromised;
  private boolean busy;

  HostModel(HostSnapshot host, List<DomainSnapshot> domains) {
    this.host = host;
    this.domains = List.copyOf(domains);
  }

  String name() {
    return host.name();
  }

  HostSnapshot host() {
    return host;
  }

  List<DomainSnapshot> domains() {
    return domains;
  }

  double controlDomainLoad() {
    return host.controlDomainCpuLoad().orElse(0);
  }

  /**
   * What is wanted of all processors, as a share of them: above 1 where domains hold each other
   * back. At least what is measured, so that load nobody accounts for is not forgotten.
   */
  double pressure() {
    double wanted = controlDomainLoad() * host.physicalCpus();
    for (DomainSnapshot domain : domains) {
      wanted += demand(domain);
    }
    double measured = host.cpuLoad().orElse(0);
    return Math.max(wanted / host.physicalCpus(), measured) + (arriving - leaving) / cpus();
  }

  /** The pressure if that domain were gone. */
  double pressureWithout(DomainSnapshot domain) {
    return Math.max(0, pressure() - demand(domain) / cpus());
  }

  /** The pressure if that domain were here, too. */
  double pressureWith(DomainSnapshot domain) {
    return pressure() + demand(domain) / cpus();
  }

  /** Memory that could be given away, the promised taken off. */
  long freeBytes() {
    return host.freeMemoryBytes() - memoryPromised;
  }

  boolean isBusy() {
    return busy;
  }

  void setBusy() {
    busy = true;
  }

  void arrives(DomainSnapshot domain) {
    arriving += demand(domain);
    memoryPromised += footprint(domain);
    busy = true;
  }

  void leaves(DomainSnapshot domain) {
    leaving += demand(domain);
    busy = true;
  }

  /** The high threshold of that probe here; that of {@code otherwise} where the probe is absent. */
  double highThreshold(String probe, double otherwise) {
    OptionalDouble own =
        host.threshold(probe).stream().mapToDouble(ThresholdState::highThreshold).findFirst();
    return own.isPresent() && !Double.isNaN(own.getAsDouble()) ? own.getAsDouble() : otherwise;
  }

  static double demand(DomainSnapshot domain) {
    return domain.demand().orElse(domain.cpuLoad().orElse(0));
  }

  /**
   * Memory that a domain takes at a target, page tables included: the need that xl computes for
   * guests with hardware page tables, rounded up to 2 MiB.
   */
  static long footprint(DomainSnapshot domain) {
    double mebibytes = (double) domain.memoryBytes() / MEBIBYTE;
    double beside = 4 * KIBIBYTE * (HAP_PAGES_PER_VCPU * domain.vcpus() + mebibytes);
    long exact = domain.memoryBytes() + (long) Math.ceil(beside) + 2 * MEBIBYTE;
    return (exact + 2 * MEBIBYTE - 1) / (2 * MEBIBYTE) * (2 * MEBIBYTE);
  }

  static List<HostModel> of(List<HostSnapshot> hosts, List<DomainSnapshot> domains) {
    List<HostModel> models = new ArrayList<>();
    for (HostSnapshot host : hosts) {
      models.add(
          new HostModel(
              host, domains.stream().filter(domain -> domain.host().equals(host.name())).toList()));
    }
    return models;
  }

  private double cpus() {
    return host.physicalCpus();
  }
}
