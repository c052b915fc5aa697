// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.sntp;

import java.io.IOException;

/** A packet came that tells nothing of the server's clock. */
final class UnusableReply extends IOException {

  private static final long serialVersionUID = 1L;

  UnusableReply(String message) {
    super(message);
  }
}
