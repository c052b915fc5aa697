// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.transhume.spi.transport.PeerIdentity;

/**
 * Decides whether a certificate is accepted now. Asked during the handshake, after it (a resumed
 * session skips the trust manager), and again and again while the connection lives.
 */
final class CertificateCheck {

  private final List<X509Certificate> authorities;
  private final DenyList denied;
  private final Clock clock;

  CertificateCheck(List<X509Certificate> authorities, DenyList denied, Clock clock) {
    this.authorities = List.copyOf(authorities);
    this.denied = denied;
    this.clock = clock;
  }

  /** Who showed that certificate. */
  Peer accept(X509Certificate certificate) throws CertificateException {
    if (authorities.stream().noneMatch(authority -> signed(authority, certificate))) {
      throw refused(Refusal.FOREIGN_AUTHORITY, certificate);
    }
    if (clock.instant().isBefore(certificate.getNotBefore().toInstant())) {
      throw refused(Refusal.NOT_YET_VALID, certificate);
    }
    PeerIdentity identity = Certificates.identity(certificate);
    Peer peer = new Peer(identity, certificate);
    denied.refresh();
    requireStillGood(peer);
    if (identity.roles().isEmpty()) {
      throw refused(Refusal.NO_ROLE, certificate);
    }
    return peer;
  }

  /** Who is at the other end of an established session. */
  Peer accept(SSLSession session) throws CertificateException {
    try {
      Certificate[] chain = session.getPeerCertificates();
      if (chain[0] instanceof X509Certificate leaf) {
        return accept(leaf);
      }
      throw new CertificateException("not an X.509 certificate");
    } catch (SSLPeerUnverifiedException e) {
      throw new RefusedCertificateException(Refusal.NO_CERTIFICATE, e.getMessage());
    }
  }

  /** Refuses what was accepted before, but has been revoked or has expired since. */
  void requireStillGood(Peer peer) throws RefusedCertificateException {
    if (denied.contains(peer.serial())) {
      throw refused(Refusal.REVOKED, peer.certificate());
    }
    if (clock.instant().isAfter(peer.certificate().getNotAfter().toInstant())) {
      throw refused(Refusal.EXPIRED, peer.certificate());
    }
  }

  private static boolean signed(X509Certificate authority, X509Certificate certificate) {
    if (!authority.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
      return false;
    }
    try {
      certificate.verify(authority.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static RefusedCertificateException refused(Refusal refusal, X509Certificate which) {
    return new RefusedCertificateException(refusal, Certificates.describe(which));
  }
}
