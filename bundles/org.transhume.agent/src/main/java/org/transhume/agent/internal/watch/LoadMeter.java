// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.watch;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.transhume.spi.hypervisor.DomainObservation;
import org.transhume.spi.hypervisor.HostObservation;
import org.transhume.spi.probe.ProbeInput;

/**
 * Computes loads from two looks. What cannot be known is absent: at the first look, for a domain
 * that was not there or had another domid at the look before, when time did not advance, and when a
 * counter fell. Not safe for use by several threads.
 */
public final class LoadMeter {

  private static final double NANOS = 1e9;

  /**
   * How much more than possible a busy host may seem to do: a look is dated by its tool's run, and
   * on a busy host that run takes a while.
   */
  private static final double DATING_ERROR = 1.25;

  private HostObservation previous;

  /**
   * What two looks tell.
   *
   * @param input the loads, for probes
   * @param networkBytesPerSecond traffic by uuid, where it is known
   */
  public record Loads(ProbeInput input, Map<String, Double> networkBytesPerSecond) {

    /** Copies the map. */
    public Loads {
      networkBytesPerSecond = Map.copyOf(networkBytesPerSecond);
    }
  }

  /** The loads between the look before and this one. */
  public Loads measure(HostObservation look) {
    HostObservation before = previous;
    previous = look;
    long nanos = before == null ? 0 : look.monotonicNanos() - before.monotonicNanos();
    if (nanos <= 0) {
      return new Loads(
          new ProbeInput(look, OptionalDouble.empty(), OptionalDouble.empty(), Map.of()), Map.of());
    }
    Map<String, Double> cpu =
        rates(before, look, nanos, domain -> domain.cpuTime().toNanos() / NANOS);
    look.domains()
        .forEach(
            domain ->
                cpu.computeIfPresent(
                    domain.identity().uuid(), (uuid, rate) -> rate / excess(rate, domain.vcpus())));
    Map<String, Double> network =
        rates(
            before,
            look,
            nanos,
            domain ->
                domain.networkBytes().isPresent() ? domain.networkBytes().getAsLong() : Double.NaN);
    OptionalDouble control = controlDomain(before, look, nanos);
    OptionalDouble host = host(look, cpu, control);
    double excess = excess(host.orElse(0), 1);
    cpu.replaceAll((uuid, rate) -> rate / excess);
    return new Loads(
        new ProbeInput(look, divided(host, excess), divided(control, excess), cpu), network);
  }

  /** By what a value above its most is to be divided; what no dating explains stays absurd. */
  private static double excess(double value, double most) {
    return value > most && value <= most * DATING_ERROR ? value / most : 1;
  }

  private static OptionalDouble divided(OptionalDouble value, double by) {
    return value.isPresent() ? OptionalDouble.of(value.getAsDouble() / by) : value;
  }

  private static OptionalDouble controlDomain(
      HostObservation before, HostObservation look, long nanos) {
    Duration used = look.controlDomainCpuTime().minus(before.controlDomainCpuTime());
    boolean known = !used.isNegative() && look.physicalCpus() > 0;
    return known
        ? OptionalDouble.of((double) used.toNanos() / nanos / look.physicalCpus())
        : OptionalDouble.empty();
  }

  private static OptionalDouble host(
      HostObservation look, Map<String, Double> cpu, OptionalDouble control) {
    if (control.isEmpty()) {
      return OptionalDouble.empty();
    }
    double domains = cpu.values().stream().mapToDouble(Double::doubleValue).sum();
    return OptionalDouble.of(control.getAsDouble() + domains / look.physicalCpus());
  }

  private static Map<String, Double> rates(
      HostObservation before,
      HostObservation look,
      long nanos,
      ToDoubleFunction<DomainObservation> counter) {
    Map<String, Double> rates = new HashMap<>();
    for (DomainObservation domain : look.domains()) {
      sameCopy(before, domain)
          .map(
              then -> (counter.applyAsDouble(domain) - counter.applyAsDouble(then)) * NANOS / nanos)
          .filter(rate -> rate >= 0)
          .ifPresent(rate -> rates.merge(domain.identity().uuid(), rate, Double::sum));
    }
    return rates;
  }

  private static Optional<DomainObservation> sameCopy(
      HostObservation before, DomainObservation domain) {
    return before.domains().stream()
        .filter(then -> then.identity().uuid().equals(domain.identity().uuid()))
        .filter(then -> then.identity().domainId() == domain.identity().domainId())
        .findFirst();
  }
}
