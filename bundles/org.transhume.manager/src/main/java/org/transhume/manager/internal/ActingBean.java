// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.transhume.api.mx.ManagerMXBean;

/**
 * The manager's one bean, through which the leader or the standby answers. It stays registered when
 * they change, so that nobody who listens to it has to listen anew.
 */
final class ActingBean {

  private volatile ManagerMXBean acting;

  ActingBean(ManagerMXBean first) {
    this.acting = first;
  }

  /** Lets that one answer from now on. */
  void answerBy(ManagerMXBean next) {
    acting = next;
  }

  /** What is registered. */
  ManagerMXBean bean() {
    return (ManagerMXBean)
        Proxy.newProxyInstance(
            ManagerMXBean.class.getClassLoader(),
            new Class<?>[] {ManagerMXBean.class},
            (proxy, method, arguments) -> {
              try {
                return method.invoke(acting, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
