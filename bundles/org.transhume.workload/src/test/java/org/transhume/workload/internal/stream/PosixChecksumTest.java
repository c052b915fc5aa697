// SPDX-License-Identifier: Apache-2.0
package org.transhume.workload.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PosixChecksumTest {

  /** What the command cksum of GNU coreutils prints. */
  @ParameterizedTest
  @CsvSource({"'', 4294967295", "123456789, 930766865", "'1 A', 2607158707"})
  void shouldBeThatOfTheCommand(String text, long checksum) {
    assertThat(PosixChecksum.of(text.getBytes(StandardCharsets.US_ASCII))).isEqualTo(checksum);
  }
}
