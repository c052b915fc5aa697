// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import java.util.HashSet;
import java.util.Set;

/** One direction of a host's migration link, shared evenly by the transfers that use it. */
final class Link {

  private final double bytesPerSecond;
  private final Set<Object> users = new HashSet<>();

  Link(double bytesPerSecond) {
    this.bytesPerSecond = bytesPerSecond;
  }

  void join(Object user) {
    users.add(user);
  }

  void leave(Object user) {
    users.remove(user);
  }

  double share() {
    return bytesPerSecond / Math.max(1, users.size());
  }
}
