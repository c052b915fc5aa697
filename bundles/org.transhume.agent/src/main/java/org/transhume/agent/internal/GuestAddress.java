// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Objects;
import java.util.OptionalInt;
import org.transhume.spi.transport.Endpoint;

/**
 * Where a domain answers on the network, as an operator has written it: {@code ADDRESS} for an echo
 * request, {@code ADDRESS:PORT} for a TCP connection.
 *
 * @param host name or address
 * @param port empty for an echo request
 */
public record GuestAddress(String host, OptionalInt port) {

  /** Requires both components. */
  public GuestAddress {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(port, "port");
    if (host.isBlank()) {
      throw new IllegalArgumentException("a domain's address is empty");
    }
  }

  /**
   * What was written.
   *
   * @throws IllegalArgumentException when it is neither an address nor an address and a port
   */
  static GuestAddress parse(String text) {
    if (!text.contains(":")) {
      return new GuestAddress(text.strip(), OptionalInt.empty());
    }
    Endpoint endpoint = Endpoint.parse(text.strip());
    return new GuestAddress(endpoint.host(), OptionalInt.of(endpoint.port()));
  }

  /**
   * Asks once, and blocks for no longer than that. An echo request needs root's rights; without
   * them the JDK tries TCP's echo port, where a refusal is an answer, too.
   *
   * @throws IOException when nobody answers
   */
  public void ask(int millis) throws IOException {
    if (port.isEmpty()) {
      if (!InetAddress.getByName(host).isReachable(millis)) {
        throw new IOException("no echo");
      }
      return;
    }
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port.getAsInt()), millis);
    }
  }

  @Override
  public String toString() {
    return port.isPresent() ? new Endpoint(host, port.getAsInt()).toString() : host;
  }
}
