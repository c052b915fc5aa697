// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.sntp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SntpReplyTest {

  private static final long STAMP = 0x0123_4567_89AB_CDEFL;
  private static final long NOON = Instant.parse("2026-11-22T12:00:00.250Z").toEpochMilli();

  private static ByteBuffer good() {
    ByteBuffer request = ByteBuffer.allocate(48);
    request.putLong(40, STAMP);
    return TimeServer.reply(request, NOON);
  }

  private static void shouldRefuse(String why, Consumer<ByteBuffer> damage) {
    ByteBuffer packet = good();
    damage.accept(packet);
    assertThatThrownBy(() -> SntpReply.parse(packet, STAMP))
        .isInstanceOf(UnusableReply.class)
        .hasMessageContaining(why);
  }

  @Test
  void shouldReadBothTimes() throws UnusableReply {
    SntpReply reply = SntpReply.parse(good(), STAMP);

    assertThat(reply.receivedEpochMillis()).isEqualTo(NOON);
    assertThat(reply.sentEpochMillis()).isEqualTo(NOON);
  }

  @Test
  void shouldReadAReplyInTheMiddleOfItsBuffer() throws UnusableReply {
    ByteBuffer room = ByteBuffer.allocate(200);
    room.position(60).put(good().array()).flip().position(60);

    assertThat(SntpReply.parse(room, STAMP).sentEpochMillis()).isEqualTo(NOON);
  }

  @Test
  void shouldReadTimesAfterTheEndOfTheFirstEra() throws UnusableReply {
    long later = Instant.parse("2036-02-07T06:28:20Z").toEpochMilli();
    ByteBuffer packet = good();
    packet.putLong(32, TimeServer.timestamp(later)).putLong(40, TimeServer.timestamp(later + 7));

    SntpReply reply = SntpReply.parse(packet, STAMP);

    assertThat(reply.receivedEpochMillis()).isEqualTo(later);
    assertThat(reply.heldMillis()).isEqualTo(7);
  }

  @Test
  void shouldTakeHalfTheWayForThereAndBack() {
    assertThat(new SntpReply(10_500, 10_520).offsetMillis(1_000, 1_060)).isEqualTo(9_480);
    assertThat(new SntpReply(1_030, 1_030).offsetMillis(10_000, 10_060)).isEqualTo(-9_000);
  }

  @Test
  void shouldReadAClockThatFollowsNoOther() throws UnusableReply {
    ByteBuffer packet = good();
    packet.put(0, (byte) ((3 << 6) | (4 << 3) | 4)).put(1, (byte) 0);
    packet.position(12).put("INIT".getBytes(StandardCharsets.US_ASCII)).rewind();

    assertThat(SntpReply.parse(packet, STAMP).sentEpochMillis()).isEqualTo(NOON);
  }

  @Test
  void shouldRefuseWhatIsNoReplyToTheRequest() {
    shouldRefuse("47 bytes", packet -> packet.limit(47));
    shouldRefuse("0 bytes", packet -> packet.limit(0));
    shouldRefuse("mode 3", packet -> packet.put(0, (byte) ((4 << 3) | 3)));
    shouldRefuse("mode 5", packet -> packet.put(0, (byte) ((4 << 3) | 5)));
    shouldRefuse("version 1", packet -> packet.put(0, (byte) ((1 << 3) | 4)));
    shouldRefuse("another request", packet -> packet.putLong(24, STAMP + 1));
  }

  @Test
  void shouldRefuseWhatTellsNoTime() {
    shouldRefuse("no time", packet -> packet.putLong(32, 0));
    shouldRefuse("no time", packet -> packet.putLong(40, 0));
    shouldRefuse("backwards", packet -> packet.putLong(40, TimeServer.timestamp(NOON - 5)));
    shouldRefuse(
        "RATE",
        packet ->
            packet
                .put(1, (byte) 0)
                .position(12)
                .put("RATE".getBytes(StandardCharsets.US_ASCII))
                .rewind());
  }

  @Test
  void shouldReadOrRefuseWhateverComes() {
    Random random = new Random(1);
    for (int round = 0; round < 20_000; round++) {
      byte[] packet = good().array();
      for (int changes = random.nextInt(8); changes >= 0; changes--) {
        packet[random.nextInt(packet.length)] = (byte) random.nextInt();
      }
      ByteBuffer bytes = ByteBuffer.wrap(packet, 0, random.nextInt(packet.length + 1));
      try {
        SntpReply reply = SntpReply.parse(bytes, STAMP);
        assertThat(bytes.getLong(24)).isEqualTo(STAMP);
        assertThat(reply.heldMillis()).isNotNegative();
      } catch (UnusableReply e) {
        assertThat(e.getMessage().length()).isBetween(1, 100);
      }
    }
  }
}
