// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.hypervisor;

import org.osgi.annotation.versioning.ConsumerType;

/** The target's half of a migration. */
@ConsumerType
public non-sealed interface IncomingTransfer extends Transfer {

  /**
   * Ends the receiver at once, without its cleaning up; for one that does not leave after {@link
   * #cut()}. What it leaves behind is found by the next {@link Hypervisor#observe()}.
   */
  void kill();
}
