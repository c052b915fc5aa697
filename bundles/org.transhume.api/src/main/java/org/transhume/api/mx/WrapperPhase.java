// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

/** What was last made of wrapped software. How it is now is its health. */
public enum WrapperPhase {
  /** Nothing yet. */
  NEW,
  /** It was configured. */
  CONFIGURED,
  /** It was started. */
  STARTED,
  /** It was stopped. */
  STOPPED
}
