// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import java.security.cert.CertificateException;

/** A certificate was refused. */
final class RefusedCertificateException extends CertificateException {

  private static final long serialVersionUID = 1L;

  RefusedCertificateException(Refusal refusal, String detail) {
    super(refusal + ": " + detail);
  }
}
