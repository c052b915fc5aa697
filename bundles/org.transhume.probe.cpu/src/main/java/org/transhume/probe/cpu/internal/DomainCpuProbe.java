// SPDX-License-Identifier: Apache-2.0
package org.transhume.probe.cpu.internal;

import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.transhume.api.model.CopyKind;
import org.transhume.spi.hypervisor.DomainObservation;
import org.transhume.spi.probe.Probe;
import org.transhume.spi.probe.ProbeInput;
import org.transhume.spi.probe.ProbeProperties;
import org.transhume.spi.probe.ProbeResult;
import org.transhume.spi.probe.Reading;
import org.transhume.spi.probe.Subject;

/**
 * Share of its own virtual processors that each domain uses; its thresholds tell which domain is
 * busy, whatever the host still has.
 */
@Component(configurationPid = "org.transhume.probe.domain-cpu")
@Designate(ocd = DomainCpuProbe.Configuration.class)
@ProbeProperties(
    name = "domain-cpu",
    unit = "share",
    watches = Subject.Kind.DOMAIN,
    high_threshold = 0.95,
    low_threshold = 0.8)
public final class DomainCpuProbe implements Probe {

  /** Service properties that an operator may set; the agent reads them. */
  @ObjectClassDefinition(
      name = "Transhume domain CPU probe",
      description = "When a domain counts as busy.")
  public @interface Configuration {

    /** Prefix of every property. */
    String PREFIX_ = "probe.";

    /** When a domain becomes HIGH. */
    @AttributeDefinition(
        description = "Share of its own vcpus, 0 to 1, above which a domain becomes HIGH.")
    double high_threshold() default 0.95;

    /** When it becomes NORMAL again. */
    @AttributeDefinition(description = "Share below which it becomes NORMAL again.")
    double low_threshold() default 0.8;

    /** How long it must be above. */
    @AttributeDefinition(description = "Milliseconds for which it must stay above.")
    long hold_millis() default 10_000;

    /** How often is measured. */
    @AttributeDefinition(description = "Milliseconds between two measurements, at least 100.")
    long period_millis() default 2000;
  }

  /** A probe; it keeps nothing. */
  @Activate
  public DomainCpuProbe() {}

  /** Lets the container change the service's properties, which the agent reads, in place. */
  @Modified
  public void modified() {}

  @Override
  public ProbeResult measure(ProbeInput input) {
    Map<String, Double> loads = input.domainCpuLoads();
    List<Reading> readings =
        input.observation().domains().stream()
            .filter(copy -> copy.copyKind() == CopyKind.ORDINARY && copy.vcpus() > 0)
            .filter(copy -> loads.containsKey(copy.identity().uuid()))
            .map(copy -> reading(copy, loads.get(copy.identity().uuid())))
            .toList();
    return new ProbeResult.Measured(readings);
  }

  private static Reading reading(DomainObservation copy, double processors) {
    return new Reading(Subject.domain(copy.identity().name()), processors / copy.vcpus());
  }
}
