// SPDX-License-Identifier: Apache-2.0
package org.transhume.fence.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A management controller as ipmitool shows it, on a clock that passes while it is asked. */
final class FakeController implements Tool {

  final List<List<String>> asked = new ArrayList<>();
  boolean on = true;
  boolean resists;
  boolean hangs;
  Ended answersAlways;
  private long nanos;

  long nanoTime() {
    return nanos;
  }

  void pause() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    nanos += Duration.ofSeconds(1).toNanos();
  }

  @Override
  public Ended run(List<String> command, Duration limit) throws InterruptedException {
    asked.add(command);
    pause();
    if (hangs) {
      return new Ended(false, -1, "");
    }
    if (answersAlways != null) {
      return answersAlways;
    }
    String order = command.get(command.size() - 1);
    if (order.equals("off") || order.equals("soft")) {
      on &= resists;
      return new Ended(true, 0, "Chassis Power Control: " + order);
    }
    if (order.equals("on")) {
      on = true;
      return new Ended(true, 0, "Chassis Power Control: Up/On");
    }
    return new Ended(true, 0, "Chassis Power is " + (on ? "on" : "off"));
  }
}
