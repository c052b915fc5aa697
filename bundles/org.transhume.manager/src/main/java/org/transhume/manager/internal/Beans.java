// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.transhume.api.mx.ClusterMXBean;
import org.transhume.api.mx.DecisionsMXBean;
import org.transhume.api.mx.DomainMXBean;
import org.transhume.api.mx.HistoryMXBean;
import org.transhume.api.mx.LossMXBean;
import org.transhume.api.mx.MigrationMXBean;
import org.transhume.api.mx.ObjectNames;
import org.transhume.api.mx.PolicyMXBean;
import org.transhume.api.mx.RulesMXBean;

/**
 * The beans of a manager that leads. A domain's bean stays while the domain is between two hosts:
 * it goes only when no host has shown the domain for a while and no migration moves it.
 */
final class Beans implements Display {

  private static final long SETTLE_MILLIS = 250;

  private final Registry registry;
  private final Map<String, MigrationBean> migrations = new HashMap<>();
  private final Map<String, Long> domainsSeenMillis = new HashMap<>();
  private final Set<String> lost = new HashSet<>();
  private Manager manager;
  private Desk desk;
  private WrapperShow wrappers;
  private boolean lookDue;

  Beans(Registry registry) {
    this.registry = registry;
  }

  /** Shows the cluster; called once, before the manager starts. */
  void show(Manager theManager, Desk theDesk) {
    manager = theManager;
    desk = theDesk;
    wrappers = new WrapperShow(registry, theManager, theDesk);
    registry.show(ObjectNames.cluster(), new ClusterBean(theManager, desk), ClusterMXBean.class);
    registry.show(ObjectNames.rules(), new RulesBean(theManager, desk), RulesMXBean.class);
    registry.show(
        ObjectNames.decisions(),
        new DecisionsBean(theManager, desk, theManager.decisions().store()),
        DecisionsMXBean.class);
    registry.show(
        ObjectNames.history(),
        new HistoryBean(theManager.history().chronicle()),
        HistoryMXBean.class);
  }

  @Override
  public void migration(MigrationStatus status) {
    MigrationBean bean = migrations.get(status.id());
    if (bean == null) {
      bean = new MigrationBean(manager, desk, status);
      migrations.put(status.id(), bean);
      registry.show(ObjectNames.migration(status.id()), bean, MigrationMXBean.class);
    }
    bean.show(status);
  }

  @Override
  public void migrationForgotten(String id) {
    migrations.remove(id);
    registry.hide(ObjectNames.migration(id));
  }

  @Override
  public void policy(String policy) {
    manager
        .policies()
        .slot(policy)
        .ifPresent(
            slot ->
                registry.show(
                    ObjectNames.policy(policy),
                    new PolicyBean(manager, desk, slot),
                    PolicyMXBean.class));
  }

  @Override
  public void loss(String host) {
    if (lost.add(host)) {
      registry.show(ObjectNames.loss(host), new LossBean(manager, desk, host), LossMXBean.class);
    }
  }

  @Override
  public void lossOver(String host) {
    lost.remove(host);
    registry.hide(ObjectNames.loss(host));
  }

  @Override
  public void domainsChanged() {
    if (!lookDue) {
      lookDue = true;
      manager.loop().schedule(SETTLE_MILLIS, this::showDomains);
    }
  }

  @Override
  public void domainsChanged(AgentPort agent) {
    wrappers.changed(agent);
    domainsChanged();
  }

  private void showDomains() {
    lookDue = false;
    long now = manager.loop().monotonicMillis();
    manager
        .view()
        .domainsByName()
        .forEach(
            (name, found) -> {
              if (domainsSeenMillis.put(name, now) == null) {
                DomainBean bean = new DomainBean(manager, desk, name, found);
                registry.show(ObjectNames.domain(name), bean, DomainMXBean.class);
              }
            });
    Set<String> moving = new HashSet<>();
    manager.coordinator().unsettled().forEach(status -> moving.add(status.request().domain()));
    long grace = manager.settings().times().staleAfterMillis();
    domainsSeenMillis
        .entrySet()
        .removeIf(
            seen -> {
              boolean gone = now - seen.getValue() > grace && !moving.contains(seen.getKey());
              if (gone) {
                registry.hide(ObjectNames.domain(seen.getKey()));
              }
              return gone;
            });
    wrappers.look(domainsSeenMillis.keySet(), moving);
  }
}
