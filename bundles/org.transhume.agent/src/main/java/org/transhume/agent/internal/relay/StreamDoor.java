// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.relay;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.transhume.spi.transport.Endpoint;
import org.transhume.spi.transport.StreamConnection;

/**
 * Where streams arrive, for every agent instance of this process. A stream gets in once, for a
 * prepared migration, with that ticket's token.
 */
public interface StreamDoor {

  /**
   * A stream that is expected.
   *
   * @param preface its first line
   * @param sourceHost whom its certificate must name
   * @param taker who takes it
   */
  record Guest(StreamPreface preface, String sourceHost, Consumer<StreamConnection> taker) {}

  /** The port in use. */
  int port();

  /** Lets that stream in, once. */
  void expect(Guest guest);

  /** Lets no stream of that migration in any more. */
  void forget(String migrationId);

  /**
   * Opens a stream to another agent's door and gets in. Blocks for at most twice the time-out.
   *
   * @throws IOException when it cannot be reached, or does not let us in
   */
  StreamConnection open(Endpoint endpoint, String host, StreamPreface preface, Duration timeout)
      throws IOException;
}
