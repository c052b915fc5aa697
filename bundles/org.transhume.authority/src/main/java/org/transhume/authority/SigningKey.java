// SPDX-License-Identifier: Apache-2.0
package org.transhume.authority;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.transhume.api.mx.Role;

/**
 * A private key with its certificate chain. Keys are ECDSA on P-256, which every TLS 1.3 stack
 * takes.
 */
final class SigningKey {

  private static final SecureRandom RANDOM = new SecureRandom();

  /** Hosts whose clocks are a little slow accept a certificate made just now. */
  private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(10);

  private final PrivateKey key;
  private final List<X509Certificate> chain;

  private SigningKey(PrivateKey key, List<X509Certificate> chain) {
    this.key = key;
    this.chain = chain;
  }

  X509Certificate certificate() {
    return chain.get(0);
  }

  static SigningKey selfSigned(String cluster, Instant now, Duration validity) {
    try {
      KeyPair pair = newPair();
      X500Name name =
          new X500NameBuilder()
              .addRDN(BCStyle.O, cluster)
              .addRDN(BCStyle.CN, cluster + " authority")
              .build();
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
                  name,
                  newSerial(),
                  Date.from(now.minus(CLOCK_TOLERANCE)),
                  Date.from(now.plus(validity)),
                  name,
                  pair.getPublic())
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
              .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign))
              .addExtension(
                  Extension.subjectKeyIdentifier,
                  false,
                  new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
      return new SigningKey(pair.getPrivate(), List.of(sign(builder, pair.getPrivate())));
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException("this Java cannot make ECDSA certificates", e);
    }
  }

  /** A new key whose certificate this one signs. */
  SigningKey sign(CertificateRequest request, Instant now) {
    Instant until = now.plus(request.validity());
    if (until.isAfter(certificate().getNotAfter().toInstant())) {
      throw new IllegalArgumentException(
          "certificate '"
              + request.name()
              + "' would outlive its authority, which ends "
              + certificate().getNotAfter().toInstant()
              + ": give fewer days");
    }
    try {
      KeyPair pair = newPair();
      JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
                  X500Name.getInstance(certificate().getSubjectX500Principal().getEncoded()),
                  newSerial(),
                  Date.from(now.minus(CLOCK_TOLERANCE)),
                  Date.from(until),
                  subject(request),
                  pair.getPublic())
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
              .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
              .addExtension(
                  Extension.extendedKeyUsage,
                  false,
                  new ExtendedKeyUsage(
                      new KeyPurposeId[] {
                        KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
                      }))
              .addExtension(
                  Extension.subjectKeyIdentifier,
                  false,
                  identifiers.createSubjectKeyIdentifier(pair.getPublic()))
              .addExtension(
                  Extension.authorityKeyIdentifier,
                  false,
                  identifiers.createAuthorityKeyIdentifier(certificate().getPublicKey()));
      if (!request.hosts().isEmpty()) {
        builder.addExtension(Extension.subjectAlternativeName, false, hosts(request.hosts()));
      }
      return new SigningKey(pair.getPrivate(), List.of(sign(builder, key), certificate()));
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException("this Java cannot make ECDSA certificates", e);
    }
  }

  private X500Name subject(CertificateRequest request) {
    X500NameBuilder name =
        new X500NameBuilder().addRDN(BCStyle.O, Certificates.organisation(certificate()));
    for (Role role : request.roles().stream().sorted().toList()) {
      name.addRDN(BCStyle.OU, role.name().toLowerCase(Locale.ROOT));
    }
    return name.addRDN(BCStyle.CN, request.name()).build();
  }

  private static GeneralNames hosts(List<String> hosts) {
    return new GeneralNames(
        hosts.stream()
            .map(
                host ->
                    new GeneralName(
                        CertificateRequest.isAddress(host)
                            ? GeneralName.iPAddress
                            : GeneralName.dNSName,
                        host))
            .toArray(GeneralName[]::new));
  }

  private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
      throws GeneralSecurityException, OperatorCreationException {
    return new JcaX509CertificateConverter()
        .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
  }

  private static KeyPair newPair() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
    return generator.generateKeyPair();
  }

  private static BigInteger newSerial() {
    return new BigInteger(126, RANDOM).setBit(126);
  }

  /** A PKCS12 store with key and chain. */
  byte[] toStore(String alias, String password) throws IOException {
    try {
      KeyStore store = emptyStore();
      store.setKeyEntry(alias, key, password.toCharArray(), chain.toArray(Certificate[]::new));
      return bytes(store, password);
    } catch (GeneralSecurityException e) {
      throw new IOException("this Java cannot write a PKCS12 key store", e);
    }
  }

  /** A PKCS12 store that says: trust what this key signed. */
  byte[] toTrustStore(String alias, String password) throws IOException {
    try {
      KeyStore store = emptyStore();
      store.setCertificateEntry(alias, certificate());
      return bytes(store, password);
    } catch (GeneralSecurityException e) {
      throw new IOException("this Java cannot write a PKCS12 key store", e);
    }
  }

  static SigningKey fromStore(Path file, byte[] content, String alias, String password)
      throws IOException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      load(store, file, content, password);
      if (store.getKey(alias, password.toCharArray()) instanceof PrivateKey key
          && store.getCertificate(alias) instanceof X509Certificate certificate) {
        return new SigningKey(key, List.of(certificate));
      }
      throw new IOException(file + " holds no key '" + alias + "': restore it from a backup");
    } catch (GeneralSecurityException e) {
      throw new IOException(file + " cannot be read: restore it from a backup", e);
    }
  }

  private static void load(KeyStore store, Path file, byte[] content, String password)
      throws IOException, GeneralSecurityException {
    try {
      store.load(new ByteArrayInputStream(content), password.toCharArray());
    } catch (IOException e) {
      throw new IOException(
          file + " does not open with the password beside it: restore both from one backup", e);
    }
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static byte[] bytes(KeyStore store, String password)
      throws GeneralSecurityException, IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    store.store(bytes, password.toCharArray());
    return bytes.toByteArray();
  }
}
