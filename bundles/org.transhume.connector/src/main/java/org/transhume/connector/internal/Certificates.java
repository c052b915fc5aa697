// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.transhume.api.mx.Role;
import org.transhume.spi.transport.PeerIdentity;

/** Reads who a certificate speaks of: name in CN, roles in OU, hosts in the alternative names. */
final class Certificates {

  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;

  private Certificates() {}

  static PeerIdentity identity(X509Certificate certificate) throws RefusedCertificateException {
    try {
      List<String> names = subject(certificate, "CN");
      if (names.size() != 1) {
        throw new RefusedCertificateException(Refusal.UNREADABLE, describe(certificate));
      }
      return new PeerIdentity(names.get(0), hosts(certificate), roles(certificate));
    } catch (InvalidNameException | CertificateParsingException e) {
      RefusedCertificateException refused =
          new RefusedCertificateException(Refusal.UNREADABLE, describe(certificate));
      refused.addSuppressed(e);
      throw refused;
    }
  }

  /** For the log; may hold text that a stranger chose. */
  static String describe(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().getName()
        + ", serial "
        + certificate.getSerialNumber().toString(16);
  }

  private static Set<Role> roles(X509Certificate certificate) throws InvalidNameException {
    List<String> units = subject(certificate, "OU");
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (Role role : Role.values()) {
      if (units.stream().anyMatch(role.name()::equalsIgnoreCase)) {
        roles.add(role);
      }
    }
    return roles;
  }

  /** Names and addresses in the order of the certificate. */
  static Set<String> hosts(X509Certificate certificate) throws CertificateParsingException {
    Collection<List<?>> names = certificate.getSubjectAlternativeNames();
    Set<String> hosts = new LinkedHashSet<>();
    for (List<?> name : names == null ? List.<List<?>>of() : names) {
      int kind = (Integer) name.get(0);
      if (kind == DNS_NAME || kind == IP_ADDRESS) {
        hosts.add((String) name.get(1));
      }
    }
    return hosts;
  }

  private static List<String> subject(X509Certificate certificate, String type)
      throws InvalidNameException {
    List<String> values = new ArrayList<>();
    for (Rdn part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
      if (part.getType().equalsIgnoreCase(type) && part.getValue() instanceof String value) {
        values.add(value);
      }
    }
    return values;
  }
}
