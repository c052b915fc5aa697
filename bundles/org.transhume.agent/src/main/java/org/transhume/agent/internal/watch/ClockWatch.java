// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.watch;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.agent.internal.AgentContext;
import org.transhume.agent.internal.AgentExecution;
import org.transhume.spi.hypervisor.ClockSurvey;
import org.transhume.spi.hypervisor.ClockSurvey.ClockState;

/**
 * Asks the host's time service once a minute: it needs a program of its own, and clocks drift
 * slowly. Belongs to the loop, but for what is read.
 */
public final class ClockWatch {

  private static final Logger LOG = LoggerFactory.getLogger(ClockWatch.class);
  private static final long PERIOD_MILLIS = 60_000;

  private final AgentContext context;
  private volatile ClockState state = ClockState.UNKNOWN;
  private boolean asking;
  private AgentExecution.Timer ticks;

  /** A watch that does not ask before {@link #start}. */
  public ClockWatch(AgentContext context) {
    this.context = context;
  }

  /** Asks now and each minute, where there is anybody to ask. */
  public void start() {
    if (context.hypervisor() instanceof ClockSurvey survey) {
      ticks = context.every(PERIOD_MILLIS, () -> ask(survey));
    }
  }

  /** Asks no more. */
  public void stop() {
    if (ticks != null) {
      ticks.cancel();
    }
  }

  /** What the time service said last; may be called from everywhere. */
  public ClockState state() {
    return state;
  }

  private void ask(ClockSurvey survey) {
    if (asking) {
      return;
    }
    asking = true;
    context
        .execution()
        .workers()
        .execute(
            () -> {
              ClockState told = tell(survey);
              context.loop().execute(() -> told(told));
            });
  }

  private ClockState tell(ClockSurvey survey) {
    try {
      return survey.clock();
    } catch (RuntimeException e) {
      // A plug-in's fault must not end the asking.
      LOG.error("{}: the hypervisor's plug-in failed", context.host(), e);
      return ClockState.UNKNOWN;
    }
  }

  private void told(ClockState now) {
    asking = false;
    boolean adrift = now.synchronised().filter(kept -> !kept).isPresent();
    if (adrift && !now.synchronised().equals(state.synchronised())) {
      LOG.warn("{}: the time service says that the clock is not synchronised", context.host());
    }
    state = now;
  }
}
