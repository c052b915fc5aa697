// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.fence;

/** Why a host could not be fenced. The set is closed; the result's text tells the details. */
public enum FenceFailure {
  /** This fence was told nothing of that host. */
  UNKNOWN_HOST,
  /** The tool is not installed, or may not be run. */
  NOT_AVAILABLE,
  /** The device that switches the power could not be reached, or refused its user. */
  DEVICE_FAILED,
  /** The host still has its power. */
  STILL_ON,
  /** There was no answer in time: the host may be on or off. */
  TIMED_OUT,
  /** Something else; the text tells. */
  FAILED
}
