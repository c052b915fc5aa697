// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.relay;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.transhume.agent.internal.relay.RelayLane.Step;
import org.transhume.hypervisor.sim.internal.BytePipe;
import org.transhume.migration.side.WireMessage;

/** A lane stepped by hand, between pipes that never block. */
class RelayLaneTest {

  private final BytePipe from = new BytePipe(1024);
  private final BytePipe to = new BytePipe(16);
  private final List<String> happened = new ArrayList<>();

  private final RelayLane.Events events =
      new RelayLane.Events() {
        @Override
        public void seen(WireMessage message, int status) {
          happened.add("seen " + message);
        }

        @Override
        public void passes(WireMessage message) {
          happened.add("passes " + message);
        }

        @Override
        public void passes(ByteBuffer memory) {
          happened.add("memory " + memory.remaining());
        }

        @Override
        public void broken(IOException e) {
          happened.add("broken");
        }

        @Override
        public void ended() {
          happened.add("ended");
        }
      };

  @Test
  void shouldPassMemoryAtOnceAsFarAsThereIsRoom() {
    RelayLane lane = memory(false);
    write("forty bytes of memory, more than the room");

    assertThat(run(lane)).isEqualTo(Step.IDLE);
    assertThat(read()).isEqualTo("forty bytes of m");
    assertThat(run(lane)).isEqualTo(Step.IDLE);
    assertThat(read()).isEqualTo("emory, more than");
    run(lane);
    assertThat(read()).isEqualTo(" the room");
    assertThat(happened).containsExactly("memory 41");
  }

  @Test
  void shouldHoldAMessageUntilItHasLeave() {
    RelayLane lane = messages(false);
    from.offer(ByteBuffer.wrap(WireMessage.BANNER.bytes()));

    assertThat(run(lane)).isEqualTo(Step.HELD);
    assertThat(read()).isEmpty();
    lane.letGoOn();
    run(lane);

    assertThat(happened).containsExactly("seen BANNER", "passes BANNER");
    assertThat(readAll(lane)).isEqualTo(new String(WireMessage.BANNER.bytes(), US_ASCII));
  }

  @Test
  void shouldLetNothingGoOnOnceItIsToldSo() {
    RelayLane lane = messages(false);
    from.offer(ByteBuffer.wrap(WireMessage.BANNER.bytes()));
    run(lane);
    lane.letNothingGoOn();
    lane.letGoOn();

    assertThat(run(lane)).isEqualTo(Step.ENDED);
    assertThat(happened).containsExactly("seen BANNER", "ended");
    assertThat(to.poll(ByteBuffer.allocate(1))).isEqualTo(BytePipe.BROKEN);
  }

  @Test
  void shouldReadWhatIsLeftToItsEndSoThatTheProcessCanEnd() {
    RelayLane lane = memory(true);
    to.closeReader();
    write("nobody wants this");
    assertThat(run(lane)).isEqualTo(Step.IDLE);
    write("nor that");
    assertThat(run(lane)).isEqualTo(Step.IDLE);
    assertThat(from.room()).isEqualTo(1024);
    from.closeWriter();

    assertThat(run(lane)).isEqualTo(Step.ENDED);
    assertThat(happened).containsExactly("memory 17", "broken", "ended");
  }

  @Test
  void shouldTakeWhatComesAfterTheMemoryForMessages() {
    RelayLane lane = memory(false);
    write("memory");
    run(lane);
    lane.memoryIsOver();
    from.offer(ByteBuffer.wrap(WireMessage.GO.bytes()));

    assertThat(run(lane)).isEqualTo(Step.HELD);
    assertThat(happened).containsExactly("memory 6", "seen GO");
  }

  @Test
  void shouldBreakOffWhereSomethingElseIsSaid() {
    RelayLane lane = messages(false);
    write("good day");

    assertThat(run(lane)).isEqualTo(Step.ENDED);
    assertThat(happened).containsExactly("broken", "ended");
  }

  private RelayLane memory(boolean drained) {
    return RelayLane.ofMemory(ends(drained), HandoverScanner.ofSender(), 64, events);
  }

  private RelayLane messages(boolean drained) {
    return RelayLane.ofMessages(ends(drained), HandoverScanner.ofReceiver(), 64, events);
  }

  private RelayLane.Ends ends(boolean drained) {
    return new RelayLane.Ends(
        from.sourceThatNeverBlocks(),
        new Outlet(to.sinkThatNeverBlocks(), to::closeWriter),
        drained);
  }

  /** Steps as far as it goes. */
  private static Step run(RelayLane lane) {
    Step step = lane.step();
    while (step == Step.MOVED) {
      step = lane.step();
    }
    return step;
  }

  private void write(String text) {
    from.offer(ByteBuffer.wrap(text.getBytes(US_ASCII)));
  }

  private String read() {
    ByteBuffer buffer = ByteBuffer.allocate(1024);
    to.poll(buffer);
    return US_ASCII.decode(buffer.flip()).toString();
  }

  private String readAll(RelayLane lane) {
    StringBuilder all = new StringBuilder();
    for (String some = read(); !some.isEmpty(); some = read()) {
      all.append(some);
      run(lane);
    }
    return all.toString();
  }
}
