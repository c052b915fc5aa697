// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.relay;

import java.io.IOException;

/** The other end does not speak the migration protocol. */
final class ProtocolException extends IOException {

  private static final long serialVersionUID = 1L;

  ProtocolException(String message) {
    super(message);
  }
}
