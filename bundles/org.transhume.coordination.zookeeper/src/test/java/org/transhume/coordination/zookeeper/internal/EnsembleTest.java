// SPDX-License-Identifier: Apache-2.0
package org.transhume.coordination.zookeeper.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnsembleTest {

  @Test
  void shouldReadServersHoweverTheyAreSeparated() {
    Ensemble ensemble =
        Ensemble.of(
                given(
                    Map.of(
                        "servers", new String[] {"zk-1:2181, zk-2:2181", "[::1]:2181"},
                        "managers", new String[] {"manager-1, manager-2"})),
                Map.of())
            .orElseThrow();

    assertThat(ensemble.connectString()).isEqualTo("zk-1:2181,zk-2:2181,[::1]:2181");
    assertThat(ensemble.path()).isEqualTo("/transhume");
    assertThat(ensemble.sessionMillis()).isEqualTo(4_000);
    assertThat(ensemble.tls()).isTrue();
    assertThat(ensemble.managers()).containsExactlyInAnyOrder("manager-1", "manager-2");
    assertThat(ensemble)
        .hasToString("ZooKeeper at zk-1:2181,zk-2:2181,[::1]:2181 under /transhume");
  }

  @Test
  void shouldNameEveryWrongPropertyItsValueAndTheRemedy() {
    EnsembleConfiguration wrong =
        given(Map.of("servers", new String[] {"zk-1"}, "path", "transhume/"));

    assertThatThrownBy(() -> Ensemble.of(wrong, Map.of("sessionMillis", "1 minute")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("etc/org.transhume.coordination.zookeeper.cfg")
        .hasMessageContaining("endpoint 'zk-1': expected HOST:PORT")
        .hasMessageContaining("path = 'transhume/': give one like /transhume/rack-204")
        .hasMessageContaining("sessionMillis = '1 minute': give 1000 to 6000");
  }

  @Test
  void shouldWantATakeOverWithinTenSeconds() {
    assertThatThrownBy(() -> Ensemble.of(given(Map.of()), Map.of("sessionMillis", 8000)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sessionMillis = '8000': give 1000 to 6000");
  }

  @Test
  void shouldConnectInClearOnlyWhenToldSo() {
    EnsembleConfiguration servers = given(Map.of("servers", new String[] {"zk-1:2181"}));

    assertThat(Ensemble.of(servers, Map.of("tls", "false")).orElseThrow())
        .hasToString("ZooKeeper at zk-1:2181 under /transhume, in clear");
    assertThatThrownBy(() -> Ensemble.of(servers, Map.of("tls", "flase")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tls = 'flase': give true or false");
    assertThatThrownBy(() -> Ensemble.of(servers, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("managers is not set: give the names in the certificates");
  }

  @Test
  void shouldDoNothingWhereNoServersAreNamed() {
    assertThat(Ensemble.of(given(Map.of()), Map.of())).isEmpty();
  }

  static EnsembleConfiguration given(Map<String, Object> values) {
    return (EnsembleConfiguration)
        Proxy.newProxyInstance(
            EnsembleTest.class.getClassLoader(),
            new Class<?>[] {EnsembleConfiguration.class},
            (proxy, method, arguments) ->
                values.getOrDefault(method.getName(), method.getDefaultValue()));
  }
}
