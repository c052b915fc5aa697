// SPDX-License-Identifier: Apache-2.0
package org.transhume.coordination.zookeeper.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.transhume.api.mx.Role;
import org.transhume.spi.coordination.Coordination;
import org.transhume.spi.transport.OwnIdentity;

@Timeout(240)
class CoordinationComponentTest {

  /** Nobody listens there. */
  private static final String[] SERVERS = {"127.0.0.1:1"};

  @TempDir Path folder;
  private final List<Object> registered = new CopyOnWriteArrayList<>();
  private Identities identities;

  @BeforeEach
  void makeAuthority() throws Exception {
    identities = new Identities(folder, "etch");
  }

  @Test
  void shouldOfferTheEnsembleUntilItIsClosed() {
    CoordinationComponent component =
        component(
            Map.of("servers", SERVERS, "managers", new String[] {"ada"}),
            Map.of(),
            identities.manager("ada"));

    assertThat(registered)
        .singleElement()
        .extracting(offered -> ((Coordination) offered).description())
        .isEqualTo("ZooKeeper at 127.0.0.1:1 under /transhume");
    component.close();
    assertThat(registered).isEmpty();
  }

  @Test
  void shouldOfferItToWhoeverItIsWhenToldToConnectInClear() {
    CoordinationComponent component =
        component(
            Map.of("servers", SERVERS),
            Map.of("tls", "false"),
            identities.of("a-204-02", Role.AGENT));

    assertThat(registered)
        .singleElement()
        .extracting(offered -> ((Coordination) offered).description())
        .isEqualTo("ZooKeeper at 127.0.0.1:1 under /transhume, in clear");
    component.close();
  }

  @Test
  void shouldOfferNothingUnderAnIdentityThatIsNoManagerOrNotNamed() {
    Map<String, Object> given = Map.of("servers", SERVERS, "managers", new String[] {"ada"});
    component(given, Map.of(), identities.of("ada", Role.AGENT)).close();
    component(given, Map.of(), identities.manager("bob")).close();

    assertThat(registered).isEmpty();
  }

  private CoordinationComponent component(
      Map<String, Object> given, Map<String, Object> written, OwnIdentity identity) {
    return new CoordinationComponent(context(), EnsembleTest.given(given), written, identity);
  }

  private BundleContext context() {
    return (BundleContext)
        Proxy.newProxyInstance(
            BundleContext.class.getClassLoader(),
            new Class<?>[] {BundleContext.class},
            (proxy, method, arguments) -> {
              assertThat(method.getName()).isEqualTo("registerService");
              registered.add(arguments[1]);
              return registration(arguments[1]);
            });
  }

  private ServiceRegistration<?> registration(Object service) {
    return (ServiceRegistration<?>)
        Proxy.newProxyInstance(
            ServiceRegistration.class.getClassLoader(),
            new Class<?>[] {ServiceRegistration.class},
            (proxy, method, arguments) -> {
              assertThat(method.getName()).isEqualTo("unregister");
              registered.remove(service);
              return null;
            });
  }
}
