// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Set;
import org.transhume.spi.transport.PeerIdentity;

/**
 * The other end of a connection, by the certificate that it showed.
 *
 * @param identity who it is
 * @param certificate the certificate, accepted when the connection was made
 */
record Peer(PeerIdentity identity, X509Certificate certificate) {

  /** The serial number as the deny list writes it; unique, for there is one authority. */
  String serial() {
    return certificate.getSerialNumber().toString(16);
  }

  /** Names and addresses in the order of the certificate, which the identity does not keep. */
  Set<String> hostsInOrder() {
    try {
      return Certificates.hosts(certificate);
    } catch (CertificateParsingException e) {
      throw new IllegalStateException("a certificate that was read before", e);
    }
  }

  @Override
  public String toString() {
    return identity.name() + " " + identity.roles().stream().sorted().toList();
  }
}
