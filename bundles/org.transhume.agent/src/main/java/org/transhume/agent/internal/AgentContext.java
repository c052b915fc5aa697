// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal;

import java.time.Clock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.transhume.spi.hypervisor.Hypervisor;

/**
 * What the parts of one agent instance have in common.
 *
 * @param host the host's name
 * @param version of the agent's bundle
 * @param startedAtEpochMillis when the instance started
 * @param hypervisor the host's
 * @param settings the present ones; they may change
 * @param clock the wall clock
 * @param nanoTime a clock that never jumps
 * @param execution shared by all instances
 * @param loop where this instance decides
 */
public record AgentContext(
    String host,
    String version,
    long startedAtEpochMillis,
    Hypervisor hypervisor,
    Supplier<AgentSettings> settings,
    Clock clock,
    LongSupplier nanoTime,
    AgentExecution execution,
    EventLoop loop) {

  /** Now, by the wall clock. */
  public long nowMillis() {
    return clock.millis();
  }

  /** Runs a task on the loop after a while. */
  public void later(long millis, Runnable task) {
    execution.later(millis, () -> loop.execute(task));
  }

  /** Runs a task on the loop again and again, at once for the first time. */
  public AgentExecution.Timer every(long millis, Runnable task) {
    return execution.every(millis, () -> loop.execute(task));
  }
}
