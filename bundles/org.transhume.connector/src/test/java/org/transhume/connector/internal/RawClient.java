// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A client of the JDK alone, which does not check itself before it speaks. */
final class RawClient {

  private final SSLContext context;

  private RawClient(SSLContext context) {
    this.context = context;
  }

  static RawClient withCertificate(Path identity, Path trusting) throws Exception {
    char[] password = Files.readString(identity.resolve("password")).toCharArray();
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(load(identity.resolve("identity.p12"), password), password);
    return new RawClient(context(keys.getKeyManagers(), trusting));
  }

  static RawClient withoutCertificate(Path trusting) throws Exception {
    return new RawClient(context(null, trusting));
  }

  private static SSLContext context(KeyManager[] keys, Path trusting) throws Exception {
    char[] password = Files.readString(trusting.resolve("password")).toCharArray();
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(load(trusting.resolve("trust.p12"), password));
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys, trust.getTrustManagers(), null);
    return context;
  }

  private static KeyStore load(Path file, char[] password)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(new ByteArrayInputStream(Files.readAllBytes(file)), password);
    return store;
  }

  SSLSocket connect(int port) throws IOException {
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(60_000);
    socket.startHandshake();
    return socket;
  }

  /**
   * Connects and waits for what the other side says: TLS 1.3 tells refusals after the handshake.
   */
  int firstByte(int port) throws IOException {
    try (SSLSocket socket = connect(port)) {
      return socket.getInputStream().read();
    }
  }
}
