// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import java.util.Objects;

/**
 * Leave to send one migration's stream to a target that has prepared for it.
 *
 * @param address where the target accepts streams
 * @param port its port
 * @param token one-time secret, valid for this migration and the source's certificate only
 */
public record StreamTicket(String address, int port, String token) {

  /** Requires address and token. */
  public StreamTicket {
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(token, "token");
  }

  /** Everything but the secret. */
  @Override
  public String toString() {
    return "ticket for " + address + ":" + port;
  }
}
