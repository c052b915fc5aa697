// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.NotificationBroadcasterSupport;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.api.mx.DescribedEmitterMBean;
import org.transhume.api.mx.DescribedMBean;

/** Shows our beans on the MBean server, and takes all of them away again. */
final class Registry implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Registry.class);

  private final MBeanServer server;
  private final Set<ObjectName> registered = ConcurrentHashMap.newKeySet();

  Registry(MBeanServer server) {
    this.server = server;
  }

  <T> void show(ObjectName name, T bean, Class<T> type) {
    register(name, new DescribedMBean(bean, type));
  }

  <T> void show(
      ObjectName name, T bean, Class<T> type, NotificationBroadcasterSupport broadcaster) {
    register(name, new DescribedEmitterMBean(bean, type, broadcaster));
  }

  void hide(ObjectName name) {
    if (!registered.remove(name)) {
      return;
    }
    try {
      server.unregisterMBean(name);
    } catch (InstanceNotFoundException e) {
      LOG.debug("{} was taken away by somebody else", name, e);
    } catch (JMException e) {
      LOG.warn("{} cannot be taken away", name, e);
    }
  }

  @Override
  public void close() {
    Set.copyOf(registered).forEach(this::hide);
  }

  private void register(ObjectName name, Object bean) {
    try {
      server.registerMBean(bean, name);
      registered.add(name);
    } catch (InstanceAlreadyExistsException e) {
      LOG.warn("{} is already there: does another manager run in this container?", name, e);
    } catch (JMException e) {
      throw new IllegalStateException(name + " cannot be shown", e);
    }
  }
}
