// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.relay;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Consumer;
import org.transhume.spi.transport.Endpoint;
import org.transhume.spi.transport.SecureTransport;
import org.transhume.spi.transport.SecureTransport.StreamListener;
import org.transhume.spi.transport.StreamConnection;

/** How streams are opened and accepted: over TLS, or plain where the operator has said so. */
public interface StreamTransport {

  /** Opens a stream to that agent, whose certificate must carry the host's name. */
  StreamConnection open(Endpoint endpoint, String host, Duration timeout) throws IOException;

  /** Accepts streams; each is given to the handler on a thread of its own. */
  StreamListener listen(InetSocketAddress address, Consumer<StreamConnection> handler)
      throws IOException;

  /** Streams under this process's identity. */
  static StreamTransport over(SecureTransport transport) {
    return new StreamTransport() {
      @Override
      public StreamConnection open(Endpoint endpoint, String host, Duration timeout)
          throws IOException {
        return transport.openStream(endpoint, host, timeout);
      }

      @Override
      public StreamListener listen(InetSocketAddress address, Consumer<StreamConnection> handler)
          throws IOException {
        return transport.listen(address, handler);
      }
    };
  }
}
