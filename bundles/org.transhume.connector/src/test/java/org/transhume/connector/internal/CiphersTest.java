// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CiphersTest {

  @TempDir Path scratch;

  @Test
  void shouldPreferAesWhereTheProcessorKnowsIt() throws Exception {
    Ciphers ciphers = ciphers("flags\t\t: fpu vme sse2 aes avx\n");

    assertThat(ciphers.inOrder()).first().asString().contains("AES_128_GCM");
    assertThat(parameters(ciphers).getUseCipherSuitesOrder()).isFalse();
  }

  @Test
  void shouldPreferChaChaWhereItDoesNotAndInsistOnIt() throws Exception {
    Ciphers ciphers = ciphers("flags\t\t: fpu vme sse2 vaesni\n");

    assertThat(ciphers.inOrder()).first().asString().contains("CHACHA20");
    assertThat(parameters(ciphers).getUseCipherSuitesOrder()).isTrue();
  }

  @Test
  void shouldReadTheFeaturesOfOtherProcessors() throws Exception {
    assertThat(ciphers("Features\t: fp asimd aes pmull\n").inOrder().get(0)).contains("AES");
    assertThat(ciphers("Features\t: fp asimd crc32\n").inOrder().get(0)).contains("CHACHA20");
  }

  @Test
  void shouldSpeakTls13Only() throws Exception {
    assertThat(parameters(ciphers("flags : aes\n")).getProtocols()).containsExactly("TLSv1.3");
  }

  private Ciphers ciphers(String cpuInfo) throws Exception {
    return Ciphers.from(
        Files.writeString(scratch.resolve("cpuinfo"), "processor\t: 0\n" + cpuInfo));
  }

  private static SSLParameters parameters(Ciphers ciphers) throws Exception {
    SSLParameters parameters = SSLContext.getDefault().getDefaultSSLParameters();
    ciphers.apply(parameters);
    return parameters;
  }
}
