// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal;

/** A failure that its user can understand: the message names the thing and the remedy. */
public final class CommandFailure extends Exception {

  private static final long serialVersionUID = 1L;

  /** A failure that was found here. */
  public CommandFailure(String message) {
    super(message);
  }

  /** A failure with its cause, whose message is not repeated to the user. */
  public CommandFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
