// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.RuntimeMBeanException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.transhume.api.mx.ObjectNames;
import org.transhume.api.mx.SimulatorMXBean;
import org.transhume.spi.fence.Fence;
import org.transhume.spi.hypervisor.Hypervisor;
import org.transhume.spi.power.PowerSwitch;

class SimulatorComponentTest {

  @TempDir private Path folder;

  private final MBeanServer server = MBeanServerFactory.newMBeanServer();
  private final List<Map.Entry<String, Hypervisor>> services = new ArrayList<>();
  private Fence fence;
  private PowerSwitch powerSwitch;

  @Test
  void shouldOfferAServiceForEachHostAndControlsOverJmx() throws Exception {
    SimulatorComponent component =
        new SimulatorComponent(context(), Configured.with(Map.of("name", "demo")), server);

    assertThat(services)
        .extracting(Map.Entry::getKey)
        .containsExactly("a-204-02", "a-204-03", "a-204-04");
    assertThat(services).allMatch(entry -> entry.getValue().host().equals(entry.getKey()));
    SimulatorMXBean controls =
        JMX.newMXBeanProxy(server, ObjectNames.simulator("demo"), SimulatorMXBean.class);
    assertThat(controls.getHosts()).containsExactly("a-204-02", "a-204-03", "a-204-04");
    assertThat(controls.getDomains()).contains("etch-1-1", "etch-1-2", "dapper-1-1");
    assertThat(controls.getSeed()).isEqualTo(1);
    controls.setDemand("etch-1-1", 0.9);
    controls.setDirtyRate("etch-1-1", 1e6);
    controls.injectFault("a-204-02", "stream-cut@ready");
    controls.stepClock("a-204-02", -3_000);

    component.deactivate();
    assertThat(services).isEmpty();
    assertThat(server.isRegistered(ObjectNames.simulator("demo"))).isFalse();
  }

  @Test
  void shouldTakeAHostsServiceAwayWithItsPower() throws Exception {
    SimulatorComponent component =
        new SimulatorComponent(context(), Configured.with(Map.of()), server);
    SimulatorMXBean controls =
        JMX.newMXBeanProxy(server, ObjectNames.simulator("cluster"), SimulatorMXBean.class);
    controls.powerOff("a-204-02");
    controls.powerOff("a-204-02");
    assertThat(fence.fence("a-204-03").isFenced()).isTrue();

    assertThat(services).extracting(Map.Entry::getKey).containsExactly("a-204-04");
    assertThat(controls.getCopies()).noneMatch(copy -> copy.contains("a-204-02"));
    controls.powerOn("a-204-02");
    controls.powerOn("a-204-02");
    assertThat(services).extracting(Map.Entry::getKey).containsExactly("a-204-04", "a-204-02");
    assertThat(powerSwitch.switchOn("a-204-03").isOrdered()).isTrue();
    assertThat(services).extracting(Map.Entry::getKey).contains("a-204-03");
    component.deactivate();
    assertThat(services).isEmpty();
    assertThat(fence).isNull();
    assertThat(powerSwitch).isNull();
  }

  @Test
  void shouldRefuseNonsenseOverJmxWithExceptionsOfTheJdk() throws Exception {
    SimulatorComponent component =
        new SimulatorComponent(context(), Configured.with(Map.of()), server);
    try {
      assertThatThrownBy(
              () ->
                  server.invoke(
                      ObjectNames.simulator("cluster"),
                      "setDemand",
                      new Object[] {"nobody", 0.5},
                      new String[] {"java.lang.String", "double"}))
          .isInstanceOf(RuntimeMBeanException.class)
          .cause()
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("nobody");
    } finally {
      component.deactivate();
    }
  }

  @Test
  void shouldLeaveNothingBehindWhenItsConfigurationIsWrong() throws Exception {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new SimulatorComponent(
                    context(), Configured.with(Map.of("domains", "x@a-204-02:9GiB:1vcpu")), server))
        .withMessageContaining("a-204-02");

    assertThat(services).isEmpty();
    assertThat(server.isRegistered(ObjectNames.simulator("cluster"))).isFalse();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().equals("transhume-simulator") && thread.isAlive());
  }

  private BundleContext context() {
    return proxy(
        BundleContext.class,
        (self, method, arguments) ->
            switch (method.getName()) {
              case "getProperty" -> null;
              case "getDataFile" -> folder.resolve((String) arguments[0]).toFile();
              case "registerService" -> register(arguments[1], (Dictionary<?, ?>) arguments[2]);
              default -> throw new UnsupportedOperationException(method.getName());
            });
  }

  private ServiceRegistration<?> register(Object service, Dictionary<?, ?> properties) {
    if (service instanceof Hypervisor hypervisor) {
      Map.Entry<String, Hypervisor> offered =
          Map.entry((String) properties.get("transhume.host"), hypervisor);
      services.add(offered);
      return registration(() -> services.remove(offered));
    }
    if (service instanceof PowerSwitch offered) {
      powerSwitch = offered;
      return registration(() -> powerSwitch = null);
    }
    fence = (Fence) service;
    return registration(() -> fence = null);
  }

  private static ServiceRegistration<?> registration(Runnable unregister) {
    return proxy(
        ServiceRegistration.class,
        (self, method, arguments) -> {
          unregister.run();
          return null;
        });
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            SimulatorComponentTest.class.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
