// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

/** Why a peer is turned away, in the words of the log. */
enum Refusal {
  NO_CERTIFICATE("it showed no certificate"),
  FOREIGN_AUTHORITY("its certificate is of another authority"),
  EXPIRED("its certificate has expired"),
  NOT_YET_VALID("its certificate is not valid yet"),
  REVOKED("its certificate is revoked"),
  NO_ROLE("its certificate carries no role"),
  UNREADABLE("its certificate cannot be read");

  private final String words;

  Refusal(String words) {
    this.words = words;
  }

  @Override
  public String toString() {
    return words;
  }
}
