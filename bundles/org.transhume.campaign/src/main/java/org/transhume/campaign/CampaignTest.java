// SPDX-License-Identifier: Apache-2.0
package org.transhume.campaign;

import java.io.IOException;
import java.util.List;

/** One test of the campaign: a plug-in of {@link Campaign}. */
public interface CampaignTest {

  /** Such as {@code T2}. */
  String id();

  /** What is to be shown, one sentence or two. */
  String statement();

  /** What it covers, such as {@code EF1}. */
  List<String> requirements();

  /** How many hosts it needs. */
  default int hosts() {
    return 2;
  }

  /**
   * Prepares, runs and measures, and tells the trial what it expected and what it saw. What was
   * started through the trial is ended by it.
   *
   * @throws MissingMeans when something that the test needs is not there
   * @throws IOException when an agent, the manager or a program cannot be reached any more
   * @throws IllegalStateException when the test cannot be brought to its end; its message is the
   *     cause that the report shows
   */
  void run(Trial trial) throws IOException, MissingMeans;
}
