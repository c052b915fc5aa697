// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.demo;

import java.util.Optional;

/**
 * What happens in a story, by what is seen and by the time that passes. It decides nothing but what
 * happens to the cluster: the rest is the manager's.
 */
interface Plot {

  /** Long enough to look at the calm cluster. */
  long CALM_MILLIS = 5_000;

  /** What has to be set before it begins. */
  default Deed opening() {
    return stage -> {};
  }

  /**
   * Goes on.
   *
   * @param sinceStartMillis time since the first table
   * @return what happens now, if anything does
   */
  Optional<Deed> next(Scene seen, long sinceStartMillis);

  /** How far it has come. */
  Chapter chapter();

  /** Whether, as things stand, it has come to the end that it is told for. */
  boolean isFulfilled();

  /** What came of it, in a line. */
  String ending();
}
