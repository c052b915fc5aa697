// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Optional;
import org.transhume.spi.transport.PeerIdentity;
import org.transhume.spi.transport.StreamConnection;

/** A stream without TLS: the wire as it is. */
final class PlainStream implements StreamConnection {

  private final Wire wire;
  private final Runnable onClose;

  PlainStream(Wire wire, Runnable onClose) {
    this.wire = wire;
    this.onClose = onClose;
  }

  @Override
  public Optional<PeerIdentity> identity() {
    return Optional.empty();
  }

  @Override
  public ReadableByteChannel input() {
    return wire.input();
  }

  @Override
  public WritableByteChannel output() {
    return wire.output();
  }

  @Override
  public void endOutput() throws IOException {
    wire.endOutput();
  }

  @Override
  public void close() {
    wire.close();
    onClose.run();
  }
}
