// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.wrapper;

/** How wrapped software is. */
public enum WrapperHealth {
  /** It runs and answers. */
  RUNNING,
  /** It does not run, and is not meant to. */
  STOPPED,
  /** It should run and does not, or answers wrongly. */
  FAILED,
  /** Nobody can tell. */
  UNKNOWN
}
