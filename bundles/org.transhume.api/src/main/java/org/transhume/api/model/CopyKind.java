// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.model;

/** What a copy of a domain is: the domain itself, or one of the two that a migration makes. */
public enum CopyKind {
  /** The domain under its own name. */
  ORDINARY,
  /** {@code NAME--incoming}: received, or being received, and not yet started. */
  INCOMING,
  /** {@code NAME--migratedaway}: suspended at the source after its hand-over began. */
  MIGRATED_AWAY
}
