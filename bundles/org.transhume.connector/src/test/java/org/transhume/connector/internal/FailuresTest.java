// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketException;
import java.util.List;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

class FailuresTest {

  @Test
  void shouldSayThatWhoCutsMayHaveRefusedWhateverTheSocketCallsIt() {
    List<IOException> cuts =
        List.of(
            new SocketException("Broken pipe (Write failed)"),
            new IOException("Broken pipe"),
            new IOException("Connection reset by peer"),
            new SSLException("handshake", new IOException("Broken pipe")));

    assertThat(cuts)
        .allSatisfy(
            cut ->
                assertThat(Failures.reason(cut))
                    .startsWith("the peer cut the connection (")
                    .endsWith("; if it refused us, its log says why"));
  }

  @Test
  void shouldTellAnAlertInWords() {
    assertThat(Failures.reason(new SSLException("Received fatal alert: certificate_unknown")))
        .isEqualTo("the peer refused us (certificate unknown); its log says why");
  }
}
