// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.spi.hypervisor.ClockSurvey;
import org.transhume.spi.hypervisor.ForwardingHypervisor;

/** What the host's time service says of its clock is shown; else it is unknown. */
@Timeout(120)
class ClockOnAgentTest {

  @TempDir Path data;

  /** A host whose time service says that. */
  private static final class KeptHost extends ForwardingHypervisor implements ClockSurvey {
    final AtomicInteger asked = new AtomicInteger();
    volatile ClockState says = ClockState.UNKNOWN;

    KeptHost() {
      super(new FakeHost("a-204-02"));
    }

    @Override
    public ClockState clock() {
      asked.incrementAndGet();
      if (says.equals(ClockState.UNKNOWN)) {
        throw new IllegalStateException("broken plug-in");
      }
      return says;
    }
  }

  @Test
  void shouldShowWhatTheTimeServiceSaysAndAskSeldom() throws Exception {
    KeptHost host = new KeptHost();
    host.says = new ClockSurvey.ClockState(Optional.of(true), OptionalDouble.of(-12.5));
    try (AgentBench bench = new AgentBench(host, data).awaitSample()) {
      AgentBench.await("the clock is known", () -> bench.hostBean().getClockSynchronised() != null);

      assertThat(bench.hostBean().getClockSynchronised()).isTrue();
      assertThat(bench.hostBean().getClockOffsetMillis()).isEqualTo(-12.5);
      assertThat(host.asked).hasValue(1);
    }
  }

  @Test
  void shouldNotKnowTheClockWhereNobodyCanBeAskedOrThePlugInFails() throws Exception {
    KeptHost broken = new KeptHost();
    try (AgentBench bench = new AgentBench(broken, data).awaitSample()) {
      AgentBench.await("it is asked", () -> broken.asked.get() > 0);
      assertThat(bench.hostBean().getClockSynchronised()).isNull();
      assertThat(bench.hostBean().getClockOffsetMillis()).isNull();
    }
    try (AgentBench bench = new AgentBench(new FakeHost("a-204-02"), data).awaitSample()) {
      assertThat(bench.hostBean().getClockSynchronised()).isNull();
    }
  }
}
