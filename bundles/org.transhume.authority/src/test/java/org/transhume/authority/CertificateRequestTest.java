// SPDX-License-Identifier: Apache-2.0
package org.transhume.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.transhume.api.mx.Role;

class CertificateRequestTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "../x", "x,OU=manager", "-x", "a\nb"})
  void shouldRefuseNamesThatCouldBeReadOtherwise(String name) {
    assertThatThrownBy(() -> request(name, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("name '" + name + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "*.example.org", "a b", "10.0.0", "10.0.0.256", "-a", "a,b"})
  void shouldRefuseWhatIsNeitherNameNorAddress(String host) {
    assertThatThrownBy(() -> request("x", List.of(host)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + host + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "a-204-02", "a-204-02.example.org", "127.0.0.1", "::1"})
  void shouldTakeNamesAndAddresses(String host) {
    assertThat(request("x", List.of(host, host)).hosts()).containsExactly(host);
  }

  @Test
  void shouldAskForARoleAndASensibleTime() {
    assertThatThrownBy(() -> new CertificateRequest("x", Set.of(), List.of(), Duration.ofDays(1)))
        .hasMessageContaining("at least one of viewer, operator, manager, agent");
    assertThatThrownBy(
            () -> new CertificateRequest("x", Set.of(Role.VIEWER), List.of(), Duration.ZERO))
        .hasMessageContaining("give 1 to 3660");
  }

  private static CertificateRequest request(String name, List<String> hosts) {
    return new CertificateRequest(name, Set.of(Role.VIEWER), hosts, Duration.ofDays(1));
  }
}
