// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

/** Says in words why a connection that we opened came to nothing. */
final class Failures {

  private static final String ALERT = "Received fatal alert: ";

  private Failures() {}

  /** Refuses a peer whose certificate names other hosts than the one we meant to reach. */
  static void requireHost(Peer peer, String expected) throws IOException {
    if (!HostNames.contain(peer.identity().hosts(), expected)) {
      throw new IOException(
          "who answers is "
              + peer
              + ", whose certificate names "
              + peer.identity().hosts().stream().sorted().toList()
              + " and not "
              + expected);
    }
  }

  /**
   * The failure of a connection as its caller sees it.
   *
   * @param late whether the deadline cut it short, which shows in the cause as a closed channel
   *     only
   */
  static IOException describe(String what, boolean late, Duration timeout, Throwable failure) {
    String why = late ? "no answer within " + timeout.toMillis() + " ms" : reason(failure);
    return new IOException(what + ": " + why, failure);
  }

  /** The most telling message of a failure and its causes. */
  static String reason(Throwable failure) {
    Throwable last = failure;
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof RefusedCertificateException) {
        return t.getMessage();
      }
      if (t.getMessage() != null && t.getMessage().contains(ALERT)) {
        return refusedByPeer(t.getMessage());
      }
      last = t;
    }
    if (last instanceof IOException && wasCut(String.valueOf(last.getMessage()))) {
      return "the peer cut the connection ("
          + last.getMessage()
          + "); if it refused us, its log says why";
    }
    return last.getMessage() == null ? last.toString() : last.getMessage();
  }

  /**
   * In TLS 1.3 a server looks at our certificate after our handshake is over: what we write next
   * may meet a closed connection before its alert is read.
   */
  private static boolean wasCut(String message) {
    return message.startsWith("Broken pipe") || message.startsWith("Connection reset");
  }

  private static String refusedByPeer(String message) {
    String alert = message.substring(message.indexOf(ALERT) + ALERT.length()).strip();
    return "the peer refused us ("
        + alert.toLowerCase(Locale.ROOT).replace('_', ' ')
        + "); its log says why";
  }
}
