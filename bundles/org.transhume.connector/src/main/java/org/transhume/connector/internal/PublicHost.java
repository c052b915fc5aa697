// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host that stubs name, to which JConsole and other clients of the JDK go on to connect. RMI
 * knows one such name for the whole JVM, so it is set when nobody has set it, and left alone
 * otherwise. Our own clients do without it.
 */
final class PublicHost {

  private static final Logger LOG = LoggerFactory.getLogger(PublicHost.class);
  private static final String PROPERTY = "java.rmi.server.hostname";

  private PublicHost() {}

  /**
   * Takes the address that is listened on when the certificate carries it, since that needs no name
   * server; or else the first name in the certificate.
   */
  static void tell(Peer self, InetSocketAddress listening) {
    String address = listening.getHostString();
    boolean good =
        !listening.getAddress().isAnyLocalAddress()
            && HostNames.contain(self.identity().hosts(), address);
    tell(good ? address : firstName(self).orElse(address));
  }

  private static Optional<String> firstName(Peer self) {
    return self.hostsInOrder().stream().filter(host -> !HostNames.isAddress(host)).findFirst();
  }

  static synchronized void tell(String host) {
    String present = System.getProperty(PROPERTY);
    if (present == null) {
      System.setProperty(PROPERTY, host);
    } else if (!present.equals(host)) {
      LOG.info(
          "JConsole will be sent to {}, not to {}: the system property {} says so",
          present,
          host,
          PROPERTY);
    }
  }
}
