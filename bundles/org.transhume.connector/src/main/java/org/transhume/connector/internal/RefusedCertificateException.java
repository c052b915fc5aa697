// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;

/** A certificate was refused. The cause is what makes TLS tell the peer the right alert. */
final class RefusedCertificateException extends CertificateException {

  private static final long serialVersionUID = 1L;

  RefusedCertificateException(Refusal refusal, String detail) {
    super(
        refusal + ": " + detail,
        new CertPathValidatorException(refusal.toString(), null, null, -1, refusal.reason()));
  }
}
