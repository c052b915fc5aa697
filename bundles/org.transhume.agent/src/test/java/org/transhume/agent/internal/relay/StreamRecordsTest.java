// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StreamRecordsTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private void put(ByteBuffer buffer) {
    byte[] content = new byte[buffer.capacity()];
    buffer.rewind().get(content);
    bytes.writeBytes(content);
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private void headers() {
    put(
        little(48)
            .put("Xen saved domain, xl format\n \0 \r".getBytes(StandardCharsets.US_ASCII))
            .putInt(0x01020304)
            .putInt(2)
            .putInt(0)
            .putInt(11));
    bytes.writeBytes("json config".getBytes(StandardCharsets.US_ASCII));
    put(ByteBuffer.allocate(16).putLong(0x4c6962786c466d74L).putInt(2).putInt(0));
    put(little(8).putInt(1).putInt(0));
    put(ByteBuffer.allocate(24).putLong(-1L).putInt(0x58454E46).putInt(3).putShort((short) 0));
    put(little(16).putInt(2).putShort((short) 12).putShort((short) 0).putInt(4).putInt(17));
  }

  private void record(int type, int length) {
    put(little(8).putInt(type).putInt(length));
    bytes.writeBytes(new byte[(length + 7) / 8 * 8]);
  }

  private void pages(long firstPfn, int count) {
    frames(firstPfn, count, count);
  }

  /** A PVH guest's stream lists many frames that have no page. */
  private void frames(long firstPfn, int count, int pages) {
    int length = 8 + count * 8 + pages * 4096;
    put(little(8).putInt(1).putInt(length));
    ByteBuffer body = little((length + 7) / 8 * 8).putInt(count).putInt(0);
    for (int i = 0; i < count; i++) {
      body.putLong(firstPfn + i);
    }
    put(body);
  }

  /** Two rounds of pre-copy and the last pages, as libxc writes them. */
  private byte[] stream() {
    headers();
    record(0x10, 0);
    record(0x11, 13);
    pages(0, 3);
    pages(1024, 2);
    frames(2048, 1024, 0);
    frames(3072, 1024, 1);
    pages(5, 1);
    pages(1030, 1);
    pages(5, 1);
    record(9, 100);
    record(0, 0);
    record(2, 40);
    return bytes.toByteArray();
  }

  @Test
  void shouldCountPagesAndRoundsWhateverTheChunks() {
    byte[] stream = stream();
    for (int chunk : new int[] {1, 3, 7, 8, 64, 4096, 4099, stream.length}) {
      StreamRecords records = new StreamRecords();
      for (int from = 0; from < stream.length; from += chunk) {
        ByteBuffer piece = ByteBuffer.wrap(stream, from, Math.min(chunk, stream.length - from));
        int position = piece.position();
        records.read(piece);
        assertThat(piece.position()).isEqualTo(position);
      }
      assertThat(records.pages()).as("chunks of %d", chunk).isEqualTo(9);
      assertThat(records.round()).as("chunks of %d", chunk).isEqualTo(3);
    }
  }

  @Test
  void shouldSayNothingOfAStreamThatItDoesNotKnow() {
    byte[] noise = new byte[100_000];
    new Random(7).nextBytes(noise);
    StreamRecords records = new StreamRecords();

    records.read(ByteBuffer.wrap(noise));

    assertThat(records.round()).isZero();
    assertThat(records.pages()).isZero();
  }

  @Test
  void shouldSurviveEveryDamageToItsHeaders() {
    byte[] stream = stream();
    Random random = new Random(3);
    for (int i = 0; i < 2000; i++) {
      byte[] damaged = stream.clone();
      damaged[random.nextInt(300)] = (byte) random.nextInt();
      StreamRecords records = new StreamRecords();
      records.read(ByteBuffer.wrap(damaged));
      assertThat(records.round()).isNotNegative();
      assertThat(records.pages()).isNotNegative();
    }
  }

  @Test
  void shouldCountNothingMoreOnceARecordListsMoreFramesThanItHolds() {
    headers();
    pages(0, 3);
    put(little(8).putInt(1).putInt(24));
    put(little(24).putInt(1000).putInt(0).putLong(0).putLong(1));
    pages(5, 1);
    StreamRecords records = new StreamRecords();

    records.read(ByteBuffer.wrap(bytes.toByteArray()));

    assertThat(records.pages()).isEqualTo(3);
  }
}
