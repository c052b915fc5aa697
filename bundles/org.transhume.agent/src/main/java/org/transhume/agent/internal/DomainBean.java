// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.api.model.DomainState;
import org.transhume.api.model.DomainType;
import org.transhume.api.mx.DomainMXBean;
import org.transhume.api.mx.DomainSample;
import org.transhume.spi.hypervisor.DomainIdentity;
import org.transhume.spi.hypervisor.Hypervisor;
import org.transhume.spi.hypervisor.HypervisorException;

/** A domain as MBean, while it is on this host. */
record DomainBean(AgentInstance agent, String uuid) implements DomainMXBean {

  private static final Logger LOG = LoggerFactory.getLogger(DomainBean.class);

  /** What an operation asks of the hypervisor. */
  @FunctionalInterface
  private interface Act {
    void on(Hypervisor hypervisor, DomainIdentity domain) throws HypervisorException;
  }

  private DomainSample sample() {
    return agent
        .watch()
        .domain(uuid)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "the domain " + uuid + " is no longer on " + agent.context().host()));
  }

  @Override
  public String getName() {
    return sample().name();
  }

  @Override
  public String getHost() {
    return agent.context().host();
  }

  @Override
  public String getUuid() {
    return uuid;
  }

  @Override
  public int getDomainId() {
    return sample().domainId();
  }

  @Override
  public DomainState getState() {
    return sample().state();
  }

  @Override
  public DomainType getType() {
    return sample().type();
  }

  @Override
  public long getMemoryBytes() {
    return sample().memoryBytes();
  }

  @Override
  public int getVcpus() {
    return sample().vcpus();
  }

  @Override
  public int getWeight() {
    return sample().weight();
  }

  @Override
  public int getCap() {
    return sample().capPercent();
  }

  @Override
  public Double getCpuLoad() {
    return sample().cpuLoad();
  }

  @Override
  public Double getNetworkBytesPerSecond() {
    return sample().networkBytesPerSecond();
  }

  @Override
  public List<String> getTags() {
    return sample().tags();
  }

  @Override
  public boolean isMovable() {
    return sample().movable();
  }

  @Override
  public String getNotMovableReason() {
    return sample().movable() ? null : sample().notMovableReasons().get(0).text();
  }

  @Override
  public String migrate(String targetHost) {
    DomainSample domain = sample();
    if (targetHost == null || targetHost.isBlank() || targetHost.equals(getHost())) {
      throw new IllegalArgumentException(
          "target host '" + targetHost + "': give the name of another host");
    }
    return Answers.await(
        agent.desk().request(domain, targetHost),
        agent.context().settings().get().patience().answerMillis());
  }

  @Override
  public void pause() {
    act("pause", Hypervisor::pause);
  }

  @Override
  public void unpause() {
    act("unpause", Hypervisor::unpause);
  }

  @Override
  public void shutdown() {
    act("shutdown", Hypervisor::shutdown);
  }

  @Override
  public void reboot() {
    act("reboot", Hypervisor::reboot);
  }

  @Override
  public void destroy() {
    act("destroy", Hypervisor::destroy);
  }

  private void act(String what, Act act) {
    DomainSample domain = sample();
    if (agent.desk().isMoving(uuid)) {
      throw new IllegalStateException(
          domain.name() + " is being moved: cancel its migration before you " + what + " it");
    }
    LOG.info("{}: {} {}", getHost(), what, domain.name());
    try {
      act.on(
          agent.context().hypervisor(), new DomainIdentity(uuid, domain.domainId(), domain.name()));
    } catch (HypervisorException e) {
      throw forClients(e);
    } finally {
      agent.lookSoon();
    }
  }

  /** Clients may lack our classes: the reason and its sentence travel as text. */
  static IllegalStateException forClients(HypervisorException e) {
    LOG.warn("an operation failed", e);
    return new IllegalStateException(e.reason() + ": " + e.getMessage());
  }
}
