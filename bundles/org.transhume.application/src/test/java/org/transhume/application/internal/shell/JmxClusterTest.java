// SPDX-License-Identifier: Apache-2.0
package org.transhume.application.internal.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.lang.reflect.Proxy;
import java.util.concurrent.RejectedExecutionException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.junit.jupiter.api.Test;
import org.transhume.api.mx.ClusterMXBean;
import org.transhume.api.mx.ManagerMXBean;
import org.transhume.api.mx.ObjectNames;
import org.transhume.api.mx.RulesMXBean;

class JmxClusterTest {

  private final MBeanServer server = MBeanServerFactory.newMBeanServer();
  private final Cluster cluster = new JmxCluster(server);

  private <T> void showFailing(ObjectName name, Class<T> type) throws JMException {
    Object bean =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              throw new RejectedExecutionException("the loop has ended");
            });
    server.registerMBean(new StandardMBean(type.cast(bean), type, true), name);
  }

  @Test
  void shouldFindNoLeaderWhereThereIsNoManager() {
    assertThat(cluster.leading()).isEmpty();
  }

  @Test
  void shouldSayThatABeanFailedWhateverItThrows() throws JMException {
    showFailing(ObjectNames.manager(), ManagerMXBean.class);
    showFailing(ObjectNames.cluster(), ClusterMXBean.class);
    showFailing(ObjectNames.rules(), RulesMXBean.class);

    assertThatIllegalStateException()
        .isThrownBy(cluster::leading)
        .withMessage("an MBean has failed: the loop has ended");
    assertThatIllegalStateException().isThrownBy(cluster::hosts);
    assertThatIllegalStateException().isThrownBy(() -> cluster.setRule("ban a from b", "test"));
  }
}
