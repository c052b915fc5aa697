// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

/** How one replica of an application is. */
public enum ReplicaState {
  /** Its domain is nowhere. */
  ABSENT,
  /** Its domain is there, and its software does not run yet. */
  CREATED,
  /** Its software runs as its component wants it. */
  RUNNING,
  /** Its software should run and does not. */
  FAILED,
  /** It is wanted no more, and still there. */
  LEAVING,
  /** Nobody can tell at the moment. */
  UNKNOWN
}
