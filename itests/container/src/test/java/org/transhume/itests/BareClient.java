// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.rmi.registry.LocateRegistry;
import java.rmi.registry.Registry;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A client of the JDK alone: unlike ours it never asks itself whether it will be let in. */
final class BareClient {

  private static final int PATIENCE_MILLIS = 60_000;

  private final SSLContext context;

  private BareClient(SSLContext context) {
    this.context = context;
  }

  /** Shows that certificate, and trusts the authority of the other identity. */
  static BareClient showing(Path identity, Path trusting)
      throws GeneralSecurityException, IOException {
    char[] password = Files.readString(identity.resolve("password")).toCharArray();
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(load(identity.resolve("identity.p12"), password), password);
    return new BareClient(context(keys.getKeyManagers(), trusting));
  }

  /** Shows no certificate. */
  static BareClient showingNothing(Path trusting) throws GeneralSecurityException, IOException {
    return new BareClient(context(null, trusting));
  }

  private static SSLContext context(KeyManager[] keys, Path trusting)
      throws GeneralSecurityException, IOException {
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

  /**
   * Connects and says nothing. TLS 1.3 tells a refusal after the handshake, so that only what is
   * read shows it.
   *
   * @return the first byte that the other side says
   * @throws IOException when it refuses
   */
  int firstByte() throws IOException {
    try (SSLSocket socket = socket("127.0.0.1", User.PORT)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.startHandshake();
      return socket.getInputStream().read();
    }
  }

  /** The RMI registry behind the port. */
  Registry registry() throws IOException {
    return LocateRegistry.getRegistry("127.0.0.1", User.PORT, this::socket);
  }

  private SSLSocket socket(String host, int port) throws IOException {
    return (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getByName(host), port);
  }
}
