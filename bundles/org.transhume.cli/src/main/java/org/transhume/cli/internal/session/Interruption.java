// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.session;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jline.utils.Signals;

/** Somebody's wish that the command ends now: Ctrl-C, a closed terminal, or {@code kill}. */
public final class Interruption {

  private final CountDownLatch asked = new CountDownLatch(1);

  /** Nobody has asked, and no signal is listened to. */
  public Interruption() {}

  /** Listens to the signals by which a person or a service manager ends a process. */
  public static Interruption bySignals() {
    Interruption interruption = new Interruption();
    for (String signal : new String[] {"INT", "TERM", "HUP"}) {
      Signals.register(signal, interruption::ask);
    }
    return interruption;
  }

  /** Asks the command to end. */
  public void ask() {
    asked.countDown();
  }

  /** Whether somebody asked. */
  public boolean isAsked() {
    return asked.getCount() == 0;
  }

  /** Waits, but no longer than until somebody asks. */
  public void await(Duration time) {
    try {
      if (asked.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      ask();
    }
  }
}
