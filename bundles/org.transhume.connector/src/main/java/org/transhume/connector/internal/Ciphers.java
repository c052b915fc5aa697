// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLParameters;

/**
 * Which TLS 1.3 ciphers to use. AES is several times faster than ChaCha20 where the processor knows
 * it, and slower where it does not; the end that lacks it decides.
 */
final class Ciphers {

  private static final String AES_128 = "TLS_AES_128_GCM_SHA256";
  private static final String AES_256 = "TLS_AES_256_GCM_SHA384";
  private static final String CHACHA20 = "TLS_CHACHA20_POLY1305_SHA256";

  private final boolean hardwareAes;

  private Ciphers(boolean hardwareAes) {
    this.hardwareAes = hardwareAes;
  }

  static Ciphers ofThisMachine() {
    return from(Path.of("/proc/cpuinfo"));
  }

  static Ciphers from(Path cpuInfo) {
    try {
      return new Ciphers(
          Files.readAllLines(cpuInfo, StandardCharsets.ISO_8859_1).stream()
              .filter(line -> line.startsWith("flags") || line.startsWith("Features"))
              .allMatch(line -> List.of(line.split("\\s+")).contains("aes")));
    } catch (IOException e) {
      // No Linux: a machine that runs this today knows AES.
      return new Ciphers(true);
    }
  }

  List<String> inOrder() {
    return hardwareAes ? List.of(AES_128, AES_256, CHACHA20) : List.of(CHACHA20, AES_128, AES_256);
  }

  void apply(SSLParameters parameters) {
    parameters.setProtocols(new String[] {"TLSv1.3"});
    parameters.setCipherSuites(inOrder().toArray(String[]::new));
    // As a server with AES, follow the client: it may be the one without.
    parameters.setUseCipherSuitesOrder(!hardwareAes);
  }
}
