// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.transport;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** A stream between two agents that can be ended in one direction while the other goes on. */
@ProviderType
public interface StreamConnection extends Closeable {

  /**
   * Who is at the other end; empty only where TLS was switched off for streams by configuration.
   */
  Optional<PeerIdentity> identity();

  /** What the peer sends; blocks; ends when the peer ended its output. */
  ReadableByteChannel input();

  /** What the peer receives; blocks while the peer does not read. */
  WritableByteChannel output();

  /** Tells the peer that nothing more comes, while {@link #input()} may still be read. */
  void endOutput() throws IOException;

  /** Cuts both directions at once; a blocked reader or writer fails. */
  @Override
  void close();
}
