// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.wrapper;

/** Why a wrapper's deed failed. The set is closed; the exception's message tells the details. */
public enum WrapperFailure {
  /** A setting or an argument makes no sense to this wrapper; nothing was done. */
  INVALID,
  /** It has to be configured first, or what it is made of is missing; nothing was done. */
  NOT_READY,
  /** The domain, or the software in it, could not be reached. */
  UNREACHABLE,
  /** It took too long: part of it may have been done. */
  TIMED_OUT,
  /** It was tried, and the software or its command said no. */
  FAILED
}
