// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal;

import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import org.transhume.agent.internal.relay.RelayCarrier;

/**
 * Where the parts of agent instances run and how they wait: on the process's threads, or in a
 * simulation's time. Whatever may block runs on a worker; timers and loops never do.
 */
public interface AgentExecution {

  /** For whatever may block. */
  Executor workers();

  /** Begins on a worker what may have to be interrupted. */
  Future<?> begin(Runnable task);

  /** Passes work on after a while; never when the process has ended by then. */
  void later(long millis, Runnable passOn);

  /** Passes work on again and again, at once for the first time. */
  Timer every(long millis, Runnable passOn);

  /** A lane whose tasks never block and run one after the other. */
  EventLoop newLoop();

  /** A lane whose tasks may block and run one after the other. */
  EventLoop newLane();

  /** Who carries the bytes of migrations. */
  RelayCarrier relayCarrier();

  /** Draws ids and secrets: nobody else can guess what comes next. */
  Random random();

  /** What is passed on again and again. */
  @FunctionalInterface
  interface Timer {

    /** Passes nothing on any more. */
    void cancel();
  }
}
