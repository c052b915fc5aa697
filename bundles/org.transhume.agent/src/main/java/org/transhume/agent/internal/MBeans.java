// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.api.mx.DescribedMBean;

/** The MBeans of one agent instance. A name that somebody else holds is reported, not fatal. */
public final class MBeans {

  private static final Logger LOG = LoggerFactory.getLogger(MBeans.class);

  private final MBeanServer server;
  private final Set<ObjectName> registered = new HashSet<>();

  MBeans(MBeanServer server) {
    this.server = server;
  }

  /** Registers as an MXBean, so that clients need none of our classes. */
  public <T> void register(ObjectName name, T bean, Class<T> contract) {
    register(name, new DescribedMBean(bean, contract));
  }

  /** Registers what is an MXBean already. */
  public synchronized void register(ObjectName name, StandardMBean bean) {
    try {
      server.registerMBean(bean, name);
      registered.add(name);
    } catch (InstanceAlreadyExistsException e) {
      LOG.warn("{} is registered by somebody else, who keeps it", name);
    } catch (JMException e) {
      throw new IllegalStateException("cannot register " + name, e);
    }
  }

  /** Unregisters what was registered here; nothing else. */
  public synchronized void unregister(ObjectName name) {
    if (!registered.remove(name)) {
      return;
    }
    try {
      server.unregisterMBean(name);
    } catch (InstanceNotFoundException e) {
      LOG.warn("{} was unregistered by somebody else", name);
    } catch (JMException e) {
      throw new IllegalStateException("cannot unregister " + name, e);
    }
  }

  /** Unregisters everything that was registered here. */
  synchronized void close() {
    List.copyOf(registered).forEach(this::unregister);
  }
}
