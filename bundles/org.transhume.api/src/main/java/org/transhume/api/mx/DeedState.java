// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

/** How far a deed of a wrapper has come. */
public enum DeedState {
  /** It was begun. */
  RUNNING,
  /** It succeeded. */
  DONE,
  /** It failed; part of it may have been done. */
  FAILED,
  /** It was begun and nobody saw its end: the agent ended, or the domain moved, meanwhile. */
  UNKNOWN
}
