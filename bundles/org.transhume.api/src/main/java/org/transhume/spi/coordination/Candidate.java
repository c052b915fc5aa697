// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.coordination;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Who stands for election. Its methods are called on any thread, one after the other and in turns:
 * each {@link #elected} is followed by one {@link #deposed} before the next, unless the candidacy
 * is closed. They must not block.
 */
@ConsumerType
public interface Candidate {

  /** This candidate leads from now on, until it is deposed. */
  void elected(Term term);

  /**
   * The term is over; the candidate still stands. Called at the first doubt: as soon as the
   * ensemble is out of reach, which is before another candidate can be elected for that reason. A
   * process that was stopped for a while hears of it late, and must not count on it.
   *
   * @param why for people
   */
  void deposed(String why);
}
