// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.xl.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.transhume.spi.hypervisor.Hypervisor;
import org.transhume.spi.hypervisor.HypervisorException;
import org.transhume.spi.hypervisor.Reason;

class XlHypervisorComponentTest {

  private final List<Object> services = new ArrayList<>();
  private final List<Object> hosts = new ArrayList<>();

  @TempDir private Path folder;

  @Test
  void shouldOfferAServiceEvenWhereThereIsNoXen() throws Exception {
    var component =
        new XlHypervisorComponent(
            context(), configured(Map.of("host", "a-204-02", "xlPath", folder + "/xl")), Map.of());

    assertThat(hosts).containsExactly("a-204-02");
    assertThat(services).hasSize(1).first().isInstanceOf(Hypervisor.class);
    assertThatThrownBy(((Hypervisor) services.get(0))::observe)
        .isInstanceOfSatisfying(
            HypervisorException.class,
            failure -> assertThat(failure.reason()).isEqualTo(Reason.NOT_AVAILABLE));

    component.deactivate();
    assertThat(services).isEmpty();
  }

  @Test
  void shouldTakeTheSystemsNameWhereNoneIsConfigured() throws Exception {
    new XlHypervisorComponent(context(), configured(Map.of()), Map.of());

    assertThat(hosts)
        .containsExactly(Files.readString(Path.of("/proc/sys/kernel/hostname")).strip());
  }

  @Test
  void shouldRefuseATimeLimitOfNothing() {
    assertThatThrownBy(
            () ->
                new XlHypervisorComponent(
                    context(), configured(Map.of("commandTimeoutMillis", 0L)), Map.of()))
        .hasMessageContaining(
            "etc/org.transhume.hypervisor.xl.cfg: commandTimeoutMillis must be above 0");
  }

  @Test
  void shouldKeepItsServiceWhenAChangeIsWrong() throws Exception {
    var component =
        new XlHypervisorComponent(context(), configured(Map.of("host", "a-204-02")), Map.of());
    Object before = services.get(0);

    component.modified(
        configured(Map.of("host", "a-204-03", "commandTimeoutMillis", "soon")),
        Map.of("commandTimeoutMillis", "soon"));
    assertThat(services).containsExactly(before);

    component.modified(configured(Map.of("host", "a-204-03")), Map.of());
    assertThat(services).hasSize(1).doesNotContain(before);
    assertThat(hosts).containsExactly("a-204-02", "a-204-03");
  }

  private BundleContext context() {
    return proxy(
        BundleContext.class,
        (method, arguments) ->
            switch (method.getName()) {
              case "getProperty" -> folder.toString();
              case "registerService" -> {
                services.add(arguments[1]);
                hosts.add(((Dictionary<?, ?>) arguments[2]).get("transhume.host"));
                yield proxy(
                    ServiceRegistration.class,
                    (ignored, none) -> {
                      services.remove(arguments[1]);
                      return null;
                    });
              }
              default -> throw new UnsupportedOperationException(method.getName());
            });
  }

  /** A configuration with its declared defaults but for what is given. */
  private static XlConfiguration configured(Map<String, Object> values) {
    return proxy(
        XlConfiguration.class,
        (method, arguments) ->
            method.getName().equals("annotationType")
                ? (Class<? extends Annotation>) XlConfiguration.class
                : values.getOrDefault(method.getName(), method.getDefaultValue()));
  }

  private interface Answer {
    Object to(Method method, Object[] arguments);
  }

  private static <T> T proxy(Class<T> type, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            XlHypervisorComponentTest.class.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> answer.to(method, arguments)));
  }
}
