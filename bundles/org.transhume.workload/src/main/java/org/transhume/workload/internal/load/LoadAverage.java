// SPDX-License-Identifier: Apache-2.0
package org.transhume.workload.internal.load;

import java.io.IOException;

/** The load average over one minute, asked for once a second. */
interface LoadAverage {

  /** What it is called in the output. */
  String name();

  /**
   * The average now.
   *
   * @param threads how many threads of ours have computed during the last second
   */
  double afterSecond(int threads) throws IOException;
}
