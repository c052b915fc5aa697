// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class BytePipeTest {

  private final BytePipe pipe = new BytePipe(7);

  @Test
  void shouldTakeNoMoreThanItHolds() {
    assertThat(pipe.offer(bytes(10))).isEqualTo(7);
    assertThat(pipe.room()).isZero();
    assertThat(pipe.offer(bytes(1))).isZero();
  }

  @Test
  void shouldGiveWhatIsLeftAfterItsWriterHasClosed() {
    pipe.offer(bytes(3));
    pipe.closeWriter();

    assertThat(pipe.poll(ByteBuffer.allocate(2))).isEqualTo(2);
    assertThat(pipe.poll(ByteBuffer.allocate(2))).isEqualTo(1);
    assertThat(pipe.poll(ByteBuffer.allocate(2))).isEqualTo(BytePipe.BROKEN);
  }

  @Test
  void shouldTellTheWriterThatNobodyReads() {
    pipe.offer(bytes(3));
    pipe.closeReader();

    assertThat(pipe.readerGone()).isTrue();
    assertThat(pipe.offer(bytes(1))).isEqualTo(BytePipe.BROKEN);
    assertThatThrownBy(() -> pipe.sink().write(bytes(1)))
        .isInstanceOf(ClosedChannelException.class);
  }

  @Test
  void shouldTellOfEveryChangeAndOfNothingElse() {
    AtomicInteger changes = new AtomicInteger();
    pipe.onActivity(changes::incrementAndGet);

    pipe.poll(ByteBuffer.allocate(1));
    assertThat(changes).hasValue(0);
    pipe.offer(bytes(1));
    pipe.poll(ByteBuffer.allocate(1));
    pipe.closeWriter();
    assertThat(changes).hasValue(3);
  }

  @Test
  void shouldCarryEverythingInItsOrderBetweenTwoThreads() throws Exception {
    byte[] sent = new byte[100_000];
    new Random(3).nextBytes(sent);
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(
            () -> {
              try (WritableByteChannel sink = pipe.sink()) {
                sink.write(ByteBuffer.wrap(sent));
              } catch (java.io.IOException e) {
                throw new IllegalStateException(e);
              }
            });

    ByteArrayOutputStream received = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(11);
    try (ReadableByteChannel source = pipe.source()) {
      while (source.read(buffer.clear()) >= 0) {
        received.write(buffer.array(), 0, buffer.position());
      }
    }

    writer.get(60, TimeUnit.SECONDS);
    assertThat(received.toByteArray()).isEqualTo(sent);
  }

  @Test
  void shouldLetAWaitingReaderGoWhenItIsClosed() throws Exception {
    ReadableByteChannel source = pipe.source();
    CompletableFuture<Integer> reader =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return source.read(ByteBuffer.allocate(1));
              } catch (java.io.IOException e) {
                return -2;
              }
            });

    source.close();

    assertThat(reader.get(60, TimeUnit.SECONDS)).isNegative();
    assertThat(source.isOpen()).isFalse();
  }

  private static ByteBuffer bytes(int count) {
    return ByteBuffer.allocate(count);
  }
}
