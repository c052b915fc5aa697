// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.relay;

import java.io.Closeable;
import java.nio.channels.WritableByteChannel;
import org.transhume.spi.hypervisor.Transfer;
import org.transhume.spi.transport.StreamConnection;

/**
 * Where one direction of the conversation goes, and how its end is told.
 *
 * @param channel what is written to
 * @param end tells the reader that nothing more comes, while the other direction lives on
 */
record Outlet(WritableByteChannel channel, Closeable end) {

  static Outlet of(Transfer transfer) {
    return new Outlet(transfer.input(), transfer.input());
  }

  static Outlet of(StreamConnection stream) {
    return new Outlet(stream.output(), stream::endOutput);
  }
}
