// SPDX-License-Identifier: Apache-2.0
package org.transhume.application.internal.shell;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.api.mx.ApplicationMXBean;
import org.transhume.api.mx.ApplicationsMXBean;
import org.transhume.api.mx.ComponentMXBean;
import org.transhume.api.mx.DescribedMBean;
import org.transhume.api.mx.ObjectNames;
import org.transhume.application.internal.descriptor.Component;

/** Shows applications and components as MBeans, while the manager of this container leads. */
final class Showcase {

  private static final Logger LOG = LoggerFactory.getLogger(Showcase.class);

  private final MBeanServer server;
  private final Set<ObjectName> shown = new TreeSet<>();

  Showcase(MBeanServer server) {
    this.server = server;
  }

  /** Shows what there is now, and nothing else. */
  synchronized void show(Steward steward) {
    Map<ObjectName, DescribedMBean> wanted = new TreeMap<>();
    wanted.put(
        ObjectNames.applications(),
        new DescribedMBean(new ApplicationsBean(steward, this), ApplicationsMXBean.class));
    steward
        .situations()
        .forEach(
            (application, situation) -> {
              wanted.put(
                  ObjectNames.application(application),
                  new DescribedMBean(
                      new ApplicationBean(steward, application), ApplicationMXBean.class));
              for (Component component : situation.wish().descriptor().components()) {
                wanted.put(
                    ObjectNames.component(application, component.name()),
                    new DescribedMBean(
                        new ComponentBean(steward, application, component.name()),
                        ComponentMXBean.class));
              }
            });
    hideAllBut(wanted);
    wanted.forEach(this::register);
  }

  /** Shows nothing any more. */
  synchronized void hide() {
    hideAllBut(Map.of());
  }

  private void hideAllBut(Map<ObjectName, DescribedMBean> wanted) {
    for (ObjectName name : Set.copyOf(shown)) {
      if (!wanted.containsKey(name)) {
        shown.remove(name);
        unregister(name);
      }
    }
  }

  private void register(ObjectName name, DescribedMBean bean) {
    if (shown.contains(name)) {
      return;
    }
    try {
      server.registerMBean(bean, name);
      shown.add(name);
    } catch (JMException e) {
      LOG.error("{} cannot be shown", name, e);
    }
  }

  private void unregister(ObjectName name) {
    try {
      server.unregisterMBean(name);
    } catch (InstanceNotFoundException e) {
      LOG.debug("{} was taken away by somebody else", name, e);
    } catch (JMException e) {
      LOG.warn("{} cannot be taken away", name, e);
    }
  }
}
