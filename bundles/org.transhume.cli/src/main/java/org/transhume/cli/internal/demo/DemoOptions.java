// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a demo's cluster looks like.
 *
 * @param story that is told
 * @param hostCount number of simulated hosts, 2 to 50
 * @param seed from which everything random is drawn
 * @param port where its container listens
 */
record DemoOptions(StoryKind story, int hostCount, long seed, int port) {

  static final int LEAST_HOSTS = 2;
  static final int MOST_HOSTS = 50;

  DemoOptions {
    if (hostCount < LEAST_HOSTS || hostCount > MOST_HOSTS) {
      throw new IllegalArgumentException(
          "--hosts " + hostCount + ": give " + LEAST_HOSTS + " to " + MOST_HOSTS);
    }
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("--port " + port + ": give 1 to 65535");
    }
  }

  /** The hosts' names: a-204-02, a-204-03 and so on. */
  List<String> hosts() {
    List<String> hosts = new ArrayList<>();
    for (int i = 0; i < hostCount; i++) {
      hosts.add(String.format(Locale.ROOT, "a-204-%02d", i + 2));
    }
    return hosts;
  }
}
