// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.transhume.api.fuzz.Mutations;

class EndpointTest {

  @ParameterizedTest
  @ValueSource(strings = {"a-204-02:7443", "10.77.0.2:1", "[2001:db8::2]:65535"})
  void shouldReadWhatItPrints(String text) {
    assertThat(Endpoint.parse(text)).hasToString(text);
  }

  @Test
  void shouldReadWhateverIsWrittenOrRefuseItByItsText() {
    Mutations mutations = new Mutations(20261122);
    byte[] sample = "[2001:db8::2]:7443".getBytes(StandardCharsets.UTF_8);
    int rounds = Mutations.rounds(20_000);
    int refused = 0;
    for (int round = 0; round < rounds; round++) {
      String text = new String(mutations.of(sample), StandardCharsets.UTF_8);
      try {
        Endpoint read = Endpoint.parse(text);
        assertThat(text).contains(read.host());
        assertThat(read.port()).isBetween(1, 65_535);
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageContaining("expected HOST:PORT");
        refused++;
      }
    }
    assertThat(refused).isBetween(rounds / 10, rounds - rounds / 10);
  }
}
