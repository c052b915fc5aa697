// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.wrapper;

import java.util.Objects;

/** A deed that failed. What the wrapper remembers stays as it was. */
public final class WrapperException extends Exception {

  private static final long serialVersionUID = 1L;

  private final WrapperFailure failure;

  /** A failure, with one sentence that names what failed and how. */
  public WrapperException(WrapperFailure failure, String message) {
    this(failure, message, null);
  }

  /** A failure that has a cause. */
  public WrapperException(WrapperFailure failure, String message, Throwable cause) {
    super(message, cause);
    this.failure = Objects.requireNonNull(failure, "failure");
  }

  /** Which kind. */
  public WrapperFailure failure() {
    return failure;
  }
}
