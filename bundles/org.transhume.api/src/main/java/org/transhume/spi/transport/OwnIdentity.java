// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.transport;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The identity of this process, for libraries that open TLS connections by themselves: to servers
 * that are none of ours, as those of an ensemble, and have certificates of the same authority. A
 * service of each process, as {@link SecureTransport} is, and absent while no identity is read.
 */
@ProviderType
public interface OwnIdentity {

  /** Who this process is, by its own certificate. */
  PeerIdentity self();

  /** The whole subject of the own certificate, in the form of RFC 2253. */
  String subject();

  /** Where the identity was read from: a folder as {@link TransportProvider} describes it. */
  Path folder();

  /**
   * Asks such a server one question under this identity, to find out whether each side accepts the
   * other. Blocks for at most {@code timeout}.
   *
   * @param endpoint where it listens; its certificate must name {@code endpoint.host()}, and must
   *     not be revoked
   * @param question sent as it is
   * @return what came until the server ended the connection; at most 64 KiB
   * @throws IOException naming the endpoint and what went wrong, a refusal by the server included
   */
  byte[] ask(Endpoint endpoint, byte[] question, Duration timeout) throws IOException;
}
