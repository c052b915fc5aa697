// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who this process is, whom it trusts, and the TLS set-up that follows: one identity folder. */
final class Identity {

  private static final Logger LOG = LoggerFactory.getLogger(Identity.class);
  private static final Duration RENEWAL_NOTICE = Duration.ofDays(30);
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.complementOf(
          EnumSet.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));

  private final Path folder;
  private final Peer self;
  private final SSLContext context;
  private final CertificateCheck check;
  private final DenyList denied;
  private final Ciphers ciphers;

  private Identity(
      Path folder,
      Peer self,
      SSLContext context,
      CertificateCheck check,
      DenyList denied,
      Ciphers ciphers) {
    this.folder = folder;
    this.self = self;
    this.context = context;
    this.check = check;
    this.denied = denied;
    this.ciphers = ciphers;
  }

  /**
   * Reads an identity folder.
   *
   * @throws IOException naming the file and the remedy
   */
  static Identity load(Path folder, Clock clock) throws IOException {
    Path keyFile = folder.resolve("identity.p12");
    Path trustFile = folder.resolve("trust.p12");
    char[] password =
        new String(readPrivate(folder.resolve("password")), StandardCharsets.UTF_8)
            .strip()
            .toCharArray();
    KeyStore keys = open(keyFile, readPrivate(keyFile), password);
    KeyStore trusted = open(trustFile, Files.readAllBytes(requireThere(trustFile)), password);
    DenyList denied = new DenyList(requireThere(folder.resolve("denied-serials")));
    try {
      CertificateCheck check = new CertificateCheck(certificates(trusted), denied, clock);
      Peer self = check.accept(onlyCertificate(keyFile, keys));
      warnBeforeExpiry(keyFile, self, clock);
      SSLContext context = SSLContext.getInstance("TLSv1.3");
      KeyManagerFactory keyManagers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keyManagers.init(keys, password);
      context.init(
          keyManagers.getKeyManagers(),
          new TrustManager[] {new ClusterTrustManager(check, pathValidation(trusted))},
          null);
      return new Identity(folder, self, context, check, denied, Ciphers.ofThisMachine());
    } catch (RefusedCertificateException e) {
      throw new IOException(
          keyFile + " cannot be used: " + e.getMessage() + ". Issue a new one.", e);
    } catch (GeneralSecurityException e) {
      throw new IOException(folder + " cannot be used: " + e.getMessage(), e);
    } finally {
      java.util.Arrays.fill(password, '\0');
    }
  }

  /** Where it was read from. */
  Path folder() {
    return folder;
  }

  Peer self() {
    return self;
  }

  SSLContext context() {
    return context;
  }

  CertificateCheck check() {
    return check;
  }

  /** Reads the deny list again when its file changed. */
  void refresh() {
    denied.refresh();
  }

  /** Parameters for one connection; a server asks for the client's certificate. */
  SSLParameters parameters(boolean server) {
    SSLParameters parameters = context.getDefaultSSLParameters();
    ciphers.apply(parameters);
    if (server) {
      parameters.setNeedClientAuth(true);
    }
    return parameters;
  }

  private static X509ExtendedTrustManager pathValidation(KeyStore trusted)
      throws GeneralSecurityException {
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(trusted);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509ExtendedTrustManager extended) {
        return extended;
      }
    }
    throw new GeneralSecurityException("this Java validates no certificate paths");
  }

  private static X509Certificate onlyCertificate(Path file, KeyStore keys)
      throws GeneralSecurityException, IOException {
    for (String alias : Collections.list(keys.aliases())) {
      if (keys.isKeyEntry(alias) && keys.getCertificate(alias) instanceof X509Certificate own) {
        return own;
      }
    }
    throw new IOException(file + " holds no key: issue the identity again");
  }

  private static List<X509Certificate> certificates(KeyStore trusted)
      throws GeneralSecurityException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (String alias : Collections.list(trusted.aliases())) {
      if (trusted.getCertificate(alias) instanceof X509Certificate certificate) {
        certificates.add(certificate);
      }
    }
    return certificates;
  }

  private static void warnBeforeExpiry(Path file, Peer self, Clock clock) {
    Instant end = self.certificate().getNotAfter().toInstant();
    if (clock.instant().plus(RENEWAL_NOTICE).isAfter(end)) {
      LOG.warn("The certificate in {} expires at {}: issue a new identity before", file, end);
    }
  }

  private static KeyStore open(Path file, byte[] content, char[] password) throws IOException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(new ByteArrayInputStream(content), password);
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw new IOException(
          file + " does not open with the password beside it: copy the whole folder again", e);
    }
  }

  private static byte[] readPrivate(Path file) throws IOException {
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(requireThere(file));
    permissions.retainAll(OTHERS);
    if (!permissions.isEmpty()) {
      throw new IOException(file + " can be reached by other users: chmod 600 " + file);
    }
    return Files.readAllBytes(file);
  }

  private static Path requireThere(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(
          file.toString(), null, "is missing: give a folder that 'transhume ca issue' wrote");
    }
    return file;
  }
}
