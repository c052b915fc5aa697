// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.transhume.api.model.HostState;
import org.transhume.api.mx.DomainElsewhere;
import org.transhume.api.mx.DomainSample;
import org.transhume.api.mx.HostMXBean;
import org.transhume.api.mx.HostSample;
import org.transhume.spi.hypervisor.HostObservation;
import org.transhume.spi.hypervisor.HypervisorException;

/** The host as MBean. */
record HostBean(AgentInstance agent) implements HostMXBean {

  private Optional<HostSample> sample() {
    return agent.watch().sample();
  }

  @Override
  public String getHost() {
    return agent.context().host();
  }

  @Override
  public HostState getState() {
    return agent.watch().state();
  }

  @Override
  public void setState(HostState state) {
    agent.changeState(state);
  }

  @Override
  public String getHypervisorVersion() {
    return sample().map(HostSample::hypervisorVersion).orElse(null);
  }

  @Override
  public Integer getPhysicalCpus() {
    return sample().map(HostSample::physicalCpus).orElse(null);
  }

  @Override
  public Double getCpuLoad() {
    return sample().map(HostSample::cpuLoad).orElse(null);
  }

  @Override
  public Double getControlDomainCpuLoad() {
    return sample().map(HostSample::controlDomainCpuLoad).orElse(null);
  }

  @Override
  public Long getTotalMemoryBytes() {
    return sample().map(HostSample::totalMemoryBytes).orElse(null);
  }

  @Override
  public Long getFreeMemoryBytes() {
    return sample().map(HostSample::freeMemoryBytes).orElse(null);
  }

  @Override
  public Double getClockOffsetMillis() {
    OptionalDouble ahead = agent.clock().state().aheadMillis();
    return ahead.isPresent() ? ahead.getAsDouble() : null;
  }

  @Override
  public Boolean getClockSynchronised() {
    return agent.clock().state().synchronised().orElse(null);
  }

  @Override
  public String getCpuFeatures() {
    return agent
        .watch()
        .look()
        .map(HostObservation::cpuFeatures)
        .filter(features -> !features.isEmpty())
        .orElse(null);
  }

  @Override
  public List<String> getSharedStores() {
    return agent.sharedStores();
  }

  @Override
  public List<String> getDomainNames() {
    return sample()
        .map(known -> known.domains().stream().map(DomainSample::name).sorted().toList())
        .orElse(List.of());
  }

  @Override
  public List<DomainElsewhere> getDomainsElsewhere() {
    return agent.desk().domainsElsewhere();
  }

  @Override
  public String create(String configuration) {
    try {
      return agent.create(configuration).name();
    } catch (HypervisorException e) {
      throw DomainBean.forClients(e);
    } finally {
      agent.lookSoon();
    }
  }
}
