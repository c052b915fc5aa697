// SPDX-License-Identifier: Apache-2.0
package org.transhume.migration.side;

import java.util.Locale;

/** One of the two hosts of a migration. */
public enum Side {
  /** Where the domain comes from. */
  SOURCE,
  /** Where it goes. */
  TARGET;

  /** The side in lower case, as attachments are prefixed and people read it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The other one. */
  public Side other() {
    return this == SOURCE ? TARGET : SOURCE;
  }
}
