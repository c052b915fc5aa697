// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal.view;

import java.util.Map;
import java.util.Optional;
import org.transhume.api.model.Explanation;
import org.transhume.api.mx.DomainSample;
import org.transhume.api.mx.HostSample;

/** Tells samples that cannot be true, so that nobody decides on them. */
final class SampleSanity {

  private static final double LOAD_TOLERANCE = 1.05;

  private SampleSanity() {}

  /**
   * What is absurd about a sample.
   *
   * @param previous the sample before it from the same agent; null for the first
   */
  static Optional<Explanation> objection(HostSample sample, HostSample previous) {
    Check check = new Check(sample.host());
    check.that(sample.physicalCpus() > 0, "physicalCpus", sample.physicalCpus(), "no processors");
    check.load("cpuLoad", sample.cpuLoad(), LOAD_TOLERANCE);
    check.load("controlDomainCpuLoad", sample.controlDomainCpuLoad(), LOAD_TOLERANCE);
    check.that(
        sample.totalMemoryBytes() > 0, "totalMemoryBytes", sample.totalMemoryBytes(), "no memory");
    check.that(
        sample.freeMemoryBytes() >= 0 && sample.freeMemoryBytes() <= sample.totalMemoryBytes(),
        "freeMemoryBytes",
        sample.freeMemoryBytes(),
        "free memory below zero or above the total of " + sample.totalMemoryBytes());
    check.that(
        previous == null
            || previous.emitterStartedAtEpochMillis() != sample.emitterStartedAtEpochMillis()
            || sample.atEpochMillis() >= previous.atEpochMillis(),
        "atEpochMillis",
        sample.atEpochMillis(),
        "its clock ran backwards");
    sample.domains().forEach(check::domain);
    return check.objection();
  }

  private static final class Check {
    private final String host;
    private Explanation objection;

    Check(String host) {
      this.host = host;
    }

    void that(boolean sane, String what, Number value, String why) {
      if (!sane && objection == null) {
        objection =
            new Explanation(
                "ABSURD_DATA",
                "absurd data from " + host + ": " + why + " (" + what + " " + value + ")",
                Map.of("host", host, "what", what, "value", value.toString()));
      }
    }

    void load(String what, Double value, double most) {
      that(
          value == null || (value >= 0 && value <= most),
          what,
          value,
          "a load below 0 or above " + most);
    }

    void domain(DomainSample domain) {
      String prefix = domain.name() + ".";
      that(domain.vcpus() > 0, prefix + "vcpus", domain.vcpus(), "a domain with no processors");
      that(
          domain.memoryBytes() >= 0,
          prefix + "memoryBytes",
          domain.memoryBytes(),
          "a domain with memory below zero");
      load(prefix + "cpuLoad", domain.cpuLoad(), domain.vcpus() * LOAD_TOLERANCE);
    }

    Optional<Explanation> objection() {
      return Optional.ofNullable(objection);
    }
  }
}
