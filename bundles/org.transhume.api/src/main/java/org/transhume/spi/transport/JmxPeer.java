// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.transport;

import java.io.Closeable;
import javax.management.remote.JMXConnector;
import org.osgi.annotation.versioning.ProviderType;

/** An open JMX connection to an authenticated process. */
@ProviderType
public interface JmxPeer extends Closeable {

  /** Who answered. */
  PeerIdentity identity();

  /** The open connector; connection notifications tell when it breaks. */
  JMXConnector connector();

  /** Closes the connector; never blocks for longer than a few seconds. */
  @Override
  void close();
}
