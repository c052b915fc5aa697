// SPDX-License-Identifier: Apache-2.0
package org.transhume.wrapper.internal;

import java.io.IOException;
import java.time.Duration;

/** Checks of software over the network, from the host. */
interface HealthChecks {

  /**
   * Asks for a page and reads no more than the answer's status; follows no redirection.
   *
   * @throws IOException when there is no answer, or none with 2xx
   */
  void http(String url, Duration limit) throws IOException;

  /**
   * Opens a connection and closes it.
   *
   * @throws IOException when it is not accepted
   */
  void tcp(String address, Duration limit) throws IOException;
}
