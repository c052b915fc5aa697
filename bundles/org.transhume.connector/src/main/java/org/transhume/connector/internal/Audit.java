// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import java.net.InetAddress;
import java.net.SocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one line for each refusal and for acts of weight: who, from where, what, and why. Nothing
 * secret is in it.
 */
final class Audit {

  private static final Logger LOG = LoggerFactory.getLogger(Audit.class);

  private Audit() {}

  /** An authenticated peer wanted what its roles do not allow. */
  static void refusedOperation(
      Peer peer, InetAddress from, String operation, Object target, String why) {
    LOG.warn(
        "Refused {} on {} to {} from {}: {}",
        LogText.of(operation),
        LogText.of(target),
        LogText.of(peer),
        from.getHostAddress(),
        LogText.of(why));
  }

  /** An authenticated peer does what is not forgotten. */
  static void operation(Peer peer, InetAddress from, String operation, Object target) {
    LOG.info(
        "{} on {} is invoked by {} from {}",
        LogText.of(operation),
        LogText.of(target),
        LogText.of(peer),
        from.getHostAddress());
  }

  /** A connection was turned away before it could ask for anything. */
  static void refusedConnection(String port, SocketAddress from, String why) {
    LOG.warn("Refused connection to {} from {}: {}", port, from, LogText.of(why));
  }

  /** An established connection was cut. */
  static void cutConnection(Peer peer, String from, String why) {
    LOG.warn("Cut connection of {} from {}: {}", LogText.of(peer), from, LogText.of(why));
  }
}
