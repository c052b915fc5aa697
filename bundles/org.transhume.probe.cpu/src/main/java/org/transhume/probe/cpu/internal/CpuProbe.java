// SPDX-License-Identifier: Apache-2.0
package org.transhume.probe.cpu.internal;

import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.transhume.spi.probe.Probe;
import org.transhume.spi.probe.ProbeInput;
import org.transhume.spi.probe.ProbeProperties;
import org.transhume.spi.probe.ProbeResult;
import org.transhume.spi.probe.Reading;
import org.transhume.spi.probe.Subject;

/** Share of the host's processors in use; its thresholds tell when the host is overloaded. */
@Component(configurationPid = "org.transhume.probe.cpu")
@Designate(ocd = CpuProbe.Configuration.class)
@ProbeProperties(name = "cpu", unit = "share", high_threshold = 0.8, low_threshold = 0.6)
public final class CpuProbe implements Probe {

  /** Service properties that an operator may set; the agent reads them. */
  @ObjectClassDefinition(
      name = "Transhume CPU probe",
      description = "When a host counts as overloaded.")
  public @interface Configuration {

    /** Prefix of every property. */
    String PREFIX_ = "probe.";

    /** When a host becomes HIGH. */
    @AttributeDefinition(
        description = "Share of all processors, 0 to 1, above which a host becomes HIGH.")
    double high_threshold() default 0.8;

    /** When it becomes NORMAL again. */
    @AttributeDefinition(description = "Share below which it becomes NORMAL again.")
    double low_threshold() default 0.6;

    /** How long it must be above. */
    @AttributeDefinition(description = "Milliseconds for which it must stay above.")
    long hold_millis() default 10_000;

    /** How often is measured. */
    @AttributeDefinition(description = "Milliseconds between two measurements, at least 100.")
    long period_millis() default 2000;
  }

  /** A probe; it keeps nothing. */
  @Activate
  public CpuProbe() {}

  /** Lets the container change the service's properties, which the agent reads, in place. */
  @Modified
  public void modified() {}

  @Override
  public ProbeResult measure(ProbeInput input) {
    String host = input.observation().host();
    List<Reading> readings = new ArrayList<>();
    input.hostCpuLoad().ifPresent(load -> readings.add(new Reading(Subject.host(host), load)));
    input
        .controlDomainCpuLoad()
        .ifPresent(load -> readings.add(new Reading(Subject.controlDomain(host), load)));
    return new ProbeResult.Measured(readings);
  }
}
