// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.coordination;

import java.time.Duration;

/**
 * An ensemble that a contract suite is run upon, and what it must arrange there beside the SPI.
 * Each test gets an ensemble of its own, with an empty log.
 */
public interface CoordinationBench extends AutoCloseable {

  /** The ensemble as it is seen through a link of that name; the same link each time. */
  Coordination through(String link);

  /** Cuts a link, as a partition of the network does: nothing passes, and nobody is told. */
  void cut(String link);

  /** Lets a link pass everything again. */
  void mend(String link);

  /** How long to wait for what must happen; generous. */
  default Duration patience() {
    return Duration.ofSeconds(60);
  }

  @Override
  void close();
}
