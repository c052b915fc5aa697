// SPDX-License-Identifier: Apache-2.0
package org.transhume.application.internal.shell;

import java.lang.reflect.UndeclaredThrowableException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.ManagerRole;
import org.transhume.api.mx.ClusterMXBean;
import org.transhume.api.mx.Creation;
import org.transhume.api.mx.DomainStop;
import org.transhume.api.mx.HostSample;
import org.transhume.api.mx.ManagerMXBean;
import org.transhume.api.mx.MigrationEvent;
import org.transhume.api.mx.ObjectNames;
import org.transhume.api.mx.RuleEntry;
import org.transhume.api.mx.RulesMXBean;
import org.transhume.api.mx.WrapperDeed;
import org.transhume.api.mx.WrapperMXBean;
import org.transhume.application.internal.plan.Software;

/** The cluster through the MBeans that the manager shows in this container. */
final class JmxCluster implements Cluster {

  private final MBeanServer server;

  JmxCluster(MBeanServer server) {
    this.server = server;
  }

  @Override
  public Optional<Leading> leading() {
    return server.isRegistered(ObjectNames.manager())
            && server.isRegistered(ObjectNames.cluster())
            && server.isRegistered(ObjectNames.rules())
        ? call(() -> leading(manager()))
        : Optional.empty();
  }

  private static Optional<Leading> leading(ManagerMXBean manager) {
    return manager.getRole() == ManagerRole.LEADER
        ? Optional.of(
            new Leading(
                manager.getEpoch(),
                manager.getStartedAtEpochMillis(),
                manager.getMode(),
                manager.getSuspendedUntilEpochMillis() == 0 ? null : manager.getSuspendedWhy()))
        : Optional.empty();
  }

  @Override
  public List<HostSample> hosts() {
    return call(() -> cluster().getHosts());
  }

  @Override
  public Set<String> moving() {
    return call(
        () ->
            cluster().getMigrations().stream()
                .filter(migration -> !migration.phase().isFinal())
                .map(MigrationEvent::domainUuid)
                .collect(Collectors.toUnmodifiableSet()));
  }

  @Override
  public Map<String, String> rules() {
    return call(
        () ->
            rulesBean().getRules().stream()
                .collect(Collectors.toUnmodifiableMap(RuleEntry::text, RuleEntry::by)));
  }

  @Override
  public Optional<Software> software(String domain, String wrapper) {
    return server.isRegistered(ObjectNames.wrapper(domain, wrapper))
        ? call(() -> Optional.of(software(wrapper(domain, wrapper))))
        : Optional.empty();
  }

  private static Software software(WrapperMXBean wrapper) {
    Long lookedAt = wrapper.getHealthAtEpochMillis();
    return new Software(
        wrapper.getPhase(),
        wrapper.getHealth(),
        wrapper.getHealthText(),
        lookedAt == null ? 0 : lookedAt,
        wrapper.getSettings(),
        wrapper.getDeeds());
  }

  @Override
  public void setRule(String rule, String by) {
    call(() -> rulesBean().set(rule, by));
  }

  @Override
  public void removeRule(String rule, String by) {
    call(() -> rulesBean().remove(rule, by));
  }

  @Override
  public Creation create(String configuration, String host) {
    return call(() -> manager().create(configuration, host));
  }

  @Override
  public List<Explanation> stop(String domain, boolean force) {
    DomainStop stop = call(() -> force ? manager().stopByForce(domain) : manager().stop(domain));
    return stop.stopped() ? List.of() : stop.reasons();
  }

  @Override
  public WrapperDeed configure(
      String domain, String wrapper, String id, Map<String, String> settings) {
    return call(() -> wrapper(domain, wrapper).configure(id, settings));
  }

  @Override
  public WrapperDeed start(String domain, String wrapper, String id) {
    return call(() -> wrapper(domain, wrapper).start(id));
  }

  @Override
  public WrapperDeed stop(String domain, String wrapper, String id) {
    return call(() -> wrapper(domain, wrapper).stop(id));
  }

  private ManagerMXBean manager() {
    return bean(ObjectNames.manager(), ManagerMXBean.class);
  }

  private ClusterMXBean cluster() {
    return bean(ObjectNames.cluster(), ClusterMXBean.class);
  }

  private RulesMXBean rulesBean() {
    return bean(ObjectNames.rules(), RulesMXBean.class);
  }

  private WrapperMXBean wrapper(String domain, String wrapper) {
    return bean(ObjectNames.wrapper(domain, wrapper), WrapperMXBean.class);
  }

  private <T> T bean(ObjectName name, Class<T> type) {
    return JMX.newMXBeanProxy(server, name, type);
  }

  /** A bean may go, with its manager or its domain, between two calls. */
  private static <T> T call(Supplier<T> call) {
    try {
      return call.get();
    } catch (UndeclaredThrowableException e) {
      throw new IllegalStateException("an MBean is gone: " + e.getCause().getMessage(), e);
    } catch (IllegalStateException | IllegalArgumentException e) {
      throw e;
    } catch (RuntimeException e) {
      // A proxy throws whatever its bean does, which may be anything when a manager ends meanwhile.
      throw new IllegalStateException("an MBean has failed: " + e.getMessage(), e);
    }
  }
}
