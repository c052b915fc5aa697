// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal.jmx;

import java.io.IOException;
import java.util.Collection;
import java.util.function.BiConsumer;
import javax.management.InstanceNotFoundException;
import javax.management.MBeanServerConnection;
import javax.management.MBeanServerDelegate;
import javax.management.MBeanServerNotification;
import javax.management.Notification;
import javax.management.relation.MBeanServerNotificationFilter;
import org.transhume.api.mx.ObjectNames;

/**
 * Hears of agents' MBeans that come and go behind a connection as soon as they do: of several
 * agents behind one endpoint one may end while the connection stays. The filter works at the other
 * side, so that no other MBean is told of.
 */
final class Registrations {

  private Registrations() {}

  /**
   * Listens for as long as the connection lasts. Blocks.
   *
   * @param hosts whose agents may be there
   * @param told gets a host, and whether the MBean of its agent has come
   */
  static void listen(
      MBeanServerConnection connection, Collection<String> hosts, BiConsumer<String, Boolean> told)
      throws IOException {
    MBeanServerNotificationFilter agents = new MBeanServerNotificationFilter();
    agents.disableAllObjectNames();
    hosts.forEach(host -> agents.enableObjectName(ObjectNames.agent(host)));
    try {
      connection.addNotificationListener(
          MBeanServerDelegate.DELEGATE_NAME,
          (notification, handback) -> tell(notification, told),
          agents,
          null);
    } catch (InstanceNotFoundException e) {
      throw new IOException("the server does not tell of its MBeans", e);
    }
  }

  private static void tell(Notification notification, BiConsumer<String, Boolean> told) {
    if (notification instanceof MBeanServerNotification change) {
      told.accept(
          ObjectNames.value(change.getMBeanName(), "host"),
          change.getType().equals(MBeanServerNotification.REGISTRATION_NOTIFICATION));
    }
  }
}
