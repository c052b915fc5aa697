// SPDX-License-Identifier: Apache-2.0
package org.transhume.probe.memory.internal;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.transhume.spi.hypervisor.HostObservation;
import org.transhume.spi.probe.Probe;
import org.transhume.spi.probe.ProbeInput;
import org.transhume.spi.probe.ProbeProperties;
import org.transhume.spi.probe.ProbeResult;
import org.transhume.spi.probe.Reading;
import org.transhume.spi.probe.Subject;

/** Share of the host's memory that is given away. */
@Component(configurationPid = "org.transhume.probe.memory")
@Designate(ocd = MemoryProbe.Configuration.class)
@ProbeProperties(name = "memory", unit = "share", high_threshold = 0.95, low_threshold = 0.9)
public final class MemoryProbe implements Probe {

  /** Service properties that an operator may set; the agent reads them. */
  @ObjectClassDefinition(
      name = "Transhume memory probe",
      description = "When a host counts as short of memory.")
  public @interface Configuration {

    /** Prefix of every property. */
    String PREFIX_ = "probe.";

    /** When a host becomes HIGH. */
    @AttributeDefinition(
        description = "Share of the host's memory, 0 to 1, above which it becomes HIGH.")
    double high_threshold() default 0.95;

    /** When it becomes NORMAL again. */
    @AttributeDefinition(description = "Share below which it becomes NORMAL again.")
    double low_threshold() default 0.9;

    /** How long it must be above. */
    @AttributeDefinition(description = "Milliseconds for which it must stay above.")
    long hold_millis() default 10_000;

    /** How often is measured. */
    @AttributeDefinition(description = "Milliseconds between two measurements, at least 100.")
    long period_millis() default 2000;
  }

  /** A probe; it keeps nothing. */
  @Activate
  public MemoryProbe() {}

  /** Lets the container change the service's properties, which the agent reads, in place. */
  @Modified
  public void modified() {}

  @Override
  public ProbeResult measure(ProbeInput input) {
    HostObservation look = input.observation();
    if (look.totalMemoryBytes() <= 0) {
      return ProbeResult.failed("the host reports no memory at all");
    }
    long used = look.totalMemoryBytes() - look.freeMemoryBytes();
    return ProbeResult.of(
        new Reading(Subject.host(look.host()), (double) used / look.totalMemoryBytes()));
  }
}
