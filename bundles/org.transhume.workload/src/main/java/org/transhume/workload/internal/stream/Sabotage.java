// SPDX-License-Identifier: Apache-2.0
package org.transhume.workload.internal.stream;

/** How the server may be made wrong, at its twentieth chunk. */
enum Sabotage {
  NONE,
  /** The connection is reset. */
  DROP,
  /** A number is left out. */
  SKIP,
  /** A letter of the payload is another than the checksum says. */
  CORRUPT,
  /** Nothing is sent for fifteen seconds. */
  STALL
}
