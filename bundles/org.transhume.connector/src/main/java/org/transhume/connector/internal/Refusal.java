// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertPathValidatorException.Reason;

/** Why a peer is turned away, in the words of the log, and the reason its TLS stack is told. */
enum Refusal {
  NO_CERTIFICATE("it showed no certificate", BasicReason.UNSPECIFIED),
  FOREIGN_AUTHORITY("its certificate is of another authority", BasicReason.INVALID_SIGNATURE),
  EXPIRED("its certificate has expired", BasicReason.EXPIRED),
  NOT_YET_VALID("its certificate is not valid yet", BasicReason.NOT_YET_VALID),
  REVOKED("its certificate is revoked", BasicReason.REVOKED),
  NO_ROLE("its certificate carries no role", BasicReason.UNSPECIFIED),
  UNREADABLE("its certificate cannot be read", BasicReason.UNSPECIFIED);

  private final String words;
  private final Reason reason;

  Refusal(String words, Reason reason) {
    this.words = words;
    this.reason = reason;
  }

  Reason reason() {
    return reason;
  }

  @Override
  public String toString() {
    return words;
  }
}
