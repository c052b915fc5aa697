// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.Version;
import org.transhume.api.model.ManagerRole;
import org.transhume.api.mx.ManagerMXBean;
import org.transhume.api.mx.ObjectNames;
import org.transhume.spi.policy.Policy;

/** A manager runs while its configuration is right, with the plug-ins that are there. */
@Timeout(120)
class ManagerComponentTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path data;

  private final MBeanServer server = MBeanServerFactory.newMBeanServer();
  private final List<ManagerComponent> started = new ArrayList<>();

  @AfterEach
  void stopAll() {
    started.forEach(ManagerComponent::stop);
  }

  private ManagerComponent start(MBeanServer on, Map<String, Object> values) {
    ManagerComponent component =
        new ManagerComponent(context(), SettingsReaderTest.given(values), values, on);
    started.add(component);
    return component;
  }

  private static void configure(ManagerComponent component, Map<String, Object> values) {
    component.modified(SettingsReaderTest.given(values), values);
  }

  private BundleContext context() {
    return as(BundleContext.class, Map.of("getBundle", bundle(), "getProperty", data.toString()));
  }

  private static Bundle bundle() {
    return as(Bundle.class, Map.of("getVersion", new Version(1, 2, 3)));
  }

  @SuppressWarnings("unchecked")
  private static ServiceReference<Policy> reference(Map<String, Object> properties) {
    return (ServiceReference<Policy>)
        Proxy.newProxyInstance(
            ManagerComponentTest.class.getClassLoader(),
            new Class<?>[] {ServiceReference.class},
            (proxy, method, arguments) ->
                method.getName().equals("getBundle") ? bundle() : properties.get(arguments[0]));
  }

  private static <T> T as(Class<T> type, Map<String, Object> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            ManagerComponentTest.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> answers.get(method.getName())));
  }

  private ManagerMXBean manager() {
    return JMX.newMXBeanProxy(server, ObjectNames.manager(), ManagerMXBean.class);
  }

  private static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      LockSupport.parkNanos(5_000_000);
    }
  }

  @Test
  void shouldLeadWhileItIsConfiguredAndLeaveNothingBehind() throws Exception {
    ManagerComponent component = start(server, Map.of("name", "manager-1"));

    assertThat(manager().getRole()).isEqualTo(ManagerRole.LEADER);
    assertThat(manager().getVersion()).isEqualTo("1.2.3");
    assertThat(data.resolve("transhume/manager/manager.journal")).exists();
    component.stop();
    assertThat(server.queryNames(ObjectNames.anything(), null)).isEmpty();
  }

  @Test
  void shouldGoOnAsBeforeWhenItsConfigurationGetsWrong() throws Exception {
    ManagerComponent component = start(server, Map.of("name", "manager-1"));
    long epoch = manager().getEpoch().counter();
    configure(component, Map.of("name", "manager-1", "leaseMillis", "soon"));
    assertThat(manager().getEpoch().counter()).isEqualTo(epoch);

    configure(component, Map.of("name", "manager-2"));
    assertThat(manager().getEpoch().counter()).isGreaterThan(epoch);
  }

  @Test
  void shouldStartAsSoonAsItsConfigurationIsRight() {
    ManagerComponent component = start(server, Map.of("mode", "perhaps"));
    assertThat(server.isRegistered(ObjectNames.manager())).isFalse();

    configure(component, Map.of("mode", "ADVISE"));
    assertThat(manager().getRole()).isEqualTo(ManagerRole.LEADER);
  }

  @Test
  void shouldNotRunBesideAnotherOnTheSameJournal() {
    start(server, Map.of());
    MBeanServer other = MBeanServerFactory.newMBeanServer();
    start(other, Map.of());

    assertThat(other.isRegistered(ObjectNames.manager())).isFalse();
  }

  @Test
  void shouldStandByWhereItIsOneOfSeveralUntilThereIsACoordination() {
    start(server, Map.of("coordinated", true));

    assertThat(manager().getRole()).isEqualTo(ManagerRole.STANDBY);
    assertThat(manager().getWarnings()).singleElement().asString().contains("one of several");
  }

  @Test
  void shouldHandThePoliciesThatAreThereToEachManagerThatItStarts() {
    ManagerComponent component = start(server, Map.of("mode", "ADVISE"));
    Map<String, Object> named = new HashMap<>();
    named.put(Policy.NAME, "spread");
    named.put(Constants.SERVICE_ID, 7L);
    component.bindPolicy(reference(named), new FakePolicy());
    component.bindPolicy(reference(Map.of(Constants.SERVICE_ID, 8L)), new FakePolicy());
    await("the policy is shown", () -> server.isRegistered(ObjectNames.policy("spread")));

    configure(component, Map.of("mode", "OBSERVE"));
    await("the policy is shown anew", () -> server.isRegistered(ObjectNames.policy("spread")));
    assertThat(manager().getPolicies()).containsExactly("spread");
    component.unbindPolicy(reference(named));
    configure(component, Map.of("mode", "ADVISE"));
    await("no policy is left", () -> manager().getPolicies().isEmpty());
  }
}
