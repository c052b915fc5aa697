// SPDX-License-Identifier: Apache-2.0
package org.transhume.authority;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.transhume.api.mx.Role;

/** Reads our certificates, and keeps them as text. */
final class Certificates {

  private static final String BEGIN = "-----BEGIN CERTIFICATE-----\n";
  private static final String END = "\n-----END CERTIFICATE-----\n";

  private Certificates() {}

  static IssuedCertificate describe(X509Certificate certificate, Set<String> denied)
      throws IOException {
    String serial = serial(certificate);
    return new IssuedCertificate(
        serial,
        subject(certificate, BCStyle.CN).get(0),
        roles(certificate),
        hosts(certificate),
        certificate.getNotBefore().toInstant(),
        certificate.getNotAfter().toInstant(),
        denied.contains(serial));
  }

  static String serial(X509Certificate certificate) {
    return certificate.getSerialNumber().toString(16);
  }

  static String organisation(X509Certificate certificate) {
    return subject(certificate, BCStyle.O).get(0);
  }

  private static Set<Role> roles(X509Certificate certificate) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (String unit : subject(certificate, BCStyle.OU)) {
      roles.add(Role.valueOf(unit.toUpperCase(Locale.ROOT)));
    }
    return roles;
  }

  private static List<String> hosts(X509Certificate certificate) throws IOException {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      List<String> hosts = new ArrayList<>();
      for (List<?> name : names == null ? List.<List<?>>of() : names) {
        hosts.add(String.valueOf(name.get(1)));
      }
      return hosts;
    } catch (CertificateParsingException e) {
      throw new IOException("certificate " + serial(certificate) + " cannot be read", e);
    }
  }

  private static List<String> subject(X509Certificate certificate, ASN1ObjectIdentifier part) {
    X500Name name = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    List<String> values = new ArrayList<>();
    for (RDN rdn : name.getRDNs(part)) {
      values.add(IETFUtils.valueToString(rdn.getFirst().getValue()));
    }
    return values;
  }

  static byte[] toPem(X509Certificate certificate) {
    try {
      String body =
          Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
      return (BEGIN + body + END).getBytes(US_ASCII);
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate just made cannot be encoded", e);
    }
  }

  static X509Certificate readPem(Path file) throws IOException {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(file)));
    } catch (CertificateException e) {
      throw new IOException(file + " is no certificate: restore it from a backup, or remove it", e);
    }
  }
}
