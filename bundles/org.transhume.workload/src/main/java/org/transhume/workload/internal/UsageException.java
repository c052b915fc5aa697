// SPDX-License-Identifier: Apache-2.0
package org.transhume.workload.internal;

/** Arguments that a program does not understand; the message is one line for who typed them. */
public final class UsageException extends Exception {

  private static final long serialVersionUID = 1;

  /** With the line to show. */
  public UsageException(String message) {
    super(message);
  }
}
