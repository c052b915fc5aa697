// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostNamesTest {

  private static final Set<String> CARRIED =
      Set.of("a-204-02.example.org", "10.0.0.2", "0:0:0:0:0:0:0:1");

  @ParameterizedTest
  @ValueSource(strings = {"a-204-02.example.org", "A-204-02.Example.ORG.", "10.0.0.2", "::1"})
  void shouldKnowOneHostByItsSpellings(String host) {
    assertThat(HostNames.contain(CARRIED, host)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a-204-02", "example.org", "*.example.org", "10.0.0.20", "::2", ""})
  void shouldTakeNothingForAnother(String host) {
    assertThat(HostNames.contain(CARRIED, host)).isFalse();
  }
}
