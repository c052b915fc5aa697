// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.transhume.spi.transport.SecureTransport;

/**
 * Transports as a container makes them by its configuration. It stands in the connector's package
 * because outside a container streams always have TLS.
 */
public final class StreamTransports {

  private StreamTransports() {}

  /** A transport under that identity, with or without TLS for migration streams. */
  public static SecureTransport open(Path identity, boolean streamTls) throws IOException {
    return new TlsTransport(
        new Switchboard(),
        Identity.load(identity, Clock.systemUTC()),
        streamTls,
        StreamDialer.STRAIGHT,
        new Reception.Limits(Duration.ofSeconds(10), 64));
  }
}
