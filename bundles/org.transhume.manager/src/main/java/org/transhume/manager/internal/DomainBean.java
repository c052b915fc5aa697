// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.List;
import org.transhume.api.model.DomainState;
import org.transhume.api.model.DomainType;
import org.transhume.api.mx.DomainMXBean;
import org.transhume.api.mx.DomainSample;
import org.transhume.manager.internal.AgentPort.DomainAction;
import org.transhume.manager.internal.view.ClusterView.Located;

/** A domain for people, wherever it is. It stays through every move. */
final class DomainBean implements DomainMXBean {

  private final Manager manager;
  private final Desk desk;
  private final String name;
  private volatile Located last;

  DomainBean(Manager manager, Desk desk, String name, Located first) {
    this.manager = manager;
    this.desk = desk;
    this.name = name;
    this.last = first;
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public String getHost() {
    return located().on().host();
  }

  @Override
  public String getUuid() {
    return sample().uuid();
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
    String uuid = getUuid();
    return desk.ask(() -> manager.rules().tagsOf(uuid).stream().sorted().toList());
  }

  @Override
  public boolean isMovable() {
    return sample().movable();
  }

  @Override
  public String getNotMovableReason() {
    return sample().notMovableReasons().isEmpty()
        ? null
        : sample().notMovableReasons().get(0).text();
  }

  @Override
  public String migrate(String targetHost) {
    return desk.ask(() -> manager.migrate(name, targetHost, "operator"));
  }

  @Override
  public void pause() {
    act(DomainAction.PAUSE);
  }

  @Override
  public void unpause() {
    act(DomainAction.UNPAUSE);
  }

  @Override
  public void shutdown() {
    act(DomainAction.SHUTDOWN);
  }

  @Override
  public void reboot() {
    act(DomainAction.REBOOT);
  }

  @Override
  public void destroy() {
    act(DomainAction.DESTROY);
  }

  private void act(DomainAction action) {
    desk.await(
        () -> {
          String host = manager.find(name).on().host();
          return manager
              .view()
              .agent(host)
              .orElseThrow(() -> new IllegalStateException("no contact with the agent of " + host))
              .act(action, name);
        });
  }

  private DomainSample sample() {
    return located().domain();
  }

  /** Between two hosts, when neither shows it, the last sight of it is shown. */
  private Located located() {
    List<Located> found = desk.ask(() -> manager.view().find(name));
    if (!found.isEmpty()) {
      last = found.get(0);
    }
    return last;
  }
}
