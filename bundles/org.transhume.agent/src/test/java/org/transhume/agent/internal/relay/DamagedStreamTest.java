// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.transhume.agent.internal.relay.HandoverScanner.Seen;
import org.transhume.api.fuzz.Mutations;
import org.transhume.migration.side.WireMessage;

/**
 * What comes from the other host, damaged at random: the readers end soon, with what they had to
 * find or with their one exception.
 */
class DamagedStreamTest {

  private static final int ROUNDS = Mutations.rounds(20_000);
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Mutations mutations = new Mutations(20261122);
  private final Random random = new Random(7);

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] receiver(int status) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(WireMessage.BANNER.bytes());
    bytes.writeBytes(WireMessage.READY.bytes());
    bytes.writeBytes(WireMessage.REPORT.bytes());
    bytes.write(status);
    if (status != 0) {
      bytes.writeBytes(WireMessage.RESUME_GRANT.bytes());
    }
    return bytes.toByteArray();
  }

  /** Above all: nothing but GO's own bytes is ever taken for GO. */
  @Test
  void shouldTakeNothingForAMessageButItsVeryBytes() {
    Assertions.assertTimeoutPreemptively(
        PATIENCE,
        () -> {
          for (int round = 0; round < ROUNDS; round++) {
            byte[] said = mutations.of(receiver(random.nextInt(3)));
            scan(HandoverScanner.ofReceiver(), said);
            scan(HandoverScanner.ofSender(), mutations.of(WireMessage.GO.bytes()));
          }
        });
  }

  private void scan(HandoverScanner scanner, byte[] said) {
    int at = 0;
    int begin = 0;
    try {
      while (at < said.length) {
        int length = Math.min(said.length - at, 1 + random.nextInt(40));
        ByteBuffer chunk = ByteBuffer.wrap(said, at, length);
        Optional<Seen> seen = scanner.scan(chunk);
        assertThat(seen.isPresent() || !chunk.hasRemaining()).isTrue();
        at = chunk.position();
        if (seen.isPresent()) {
          assertIs(seen.get(), new String(said, begin, at - begin, StandardCharsets.ISO_8859_1));
          begin = at;
        }
      }
    } catch (ProtocolException e) {
      assertThat(e.getMessage().length()).isLessThan(200);
    }
  }

  private static void assertIs(Seen seen, String said) {
    String text = new String(seen.message().bytes(), StandardCharsets.US_ASCII);
    assertThat(said)
        .isEqualTo(seen.message() == WireMessage.REPORT ? text + (char) seen.status() : text);
  }

  @Test
  void shouldReadAPrefaceOrRefuseItAndLeaveWhatFollows() {
    byte[] preface = bytes("transhume-stream/1 m-1 0123456789abcdef 8f1c-uuid\nmemory");
    Assertions.assertTimeoutPreemptively(
        PATIENCE,
        () -> {
          for (int round = 0; round < ROUNDS; round++) {
            readPreface(mutations.of(preface));
          }
        });
  }

  private static void readPreface(byte[] sent) throws IOException {
    ByteArrayInputStream rest = new ByteArrayInputStream(sent);
    try {
      StreamPreface read = StreamPreface.readFrom(Channels.newChannel(rest));
      assertThat(List.of(read.migrationId(), read.token(), read.domainUuid()))
          .noneMatch(word -> word.contains(" ") || word.contains("\n"));
      assertThat(sent[sent.length - rest.available() - 1]).isEqualTo((byte) '\n');
    } catch (ProtocolException e) {
      assertThat(sent.length - rest.available()).isLessThanOrEqualTo(512);
    }
  }

  /** It only looks on: whatever it sees, it disturbs nothing and goes back in nothing. */
  @Test
  void shouldNeverStumbleOverARecordNorCountRoundsBackwards() {
    byte[] stream = stream();
    Assertions.assertTimeoutPreemptively(
        PATIENCE,
        () -> {
          for (int round = 0; round < ROUNDS; round++) {
            readRecords(mutations.of(stream));
          }
        });
  }

  private void readRecords(byte[] sent) {
    StreamRecords records = new StreamRecords();
    int before = 0;
    int at = 0;
    while (at < sent.length) {
      int length = Math.min(sent.length - at, 1 + random.nextInt(200));
      ByteBuffer chunk = ByteBuffer.wrap(sent, at, length);
      records.read(chunk);
      assertThat(chunk.position()).isEqualTo(at);
      assertThat(chunk.remaining()).isEqualTo(length);
      assertThat(records.round()).isGreaterThanOrEqualTo(before);
      before = records.round();
      at += length;
    }
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void put(ByteArrayOutputStream out, ByteBuffer buffer) {
    byte[] content = new byte[buffer.capacity()];
    buffer.rewind().get(content);
    out.writeBytes(content);
  }

  private static byte[] stream() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    put(
        out,
        little(48)
            .put(bytes("Xen saved domain, xl format\n \0 \r"))
            .putInt(0x01020304)
            .putInt(2)
            .putInt(0)
            .putInt(4));
    out.writeBytes(bytes("json"));
    put(out, ByteBuffer.allocate(16).putLong(0x4c6962786c466d74L).putInt(2).putInt(0));
    put(out, little(8).putInt(1).putInt(0));
    out.writeBytes(new byte[40]);
    for (int pfn : new int[] {0, 1024, 5, 6, 2}) {
      put(out, little(8).putInt(1).putInt(8 + 2 * 8));
      put(out, little(24).putInt(2).putInt(0).putLong(pfn).putLong(pfn + 1));
    }
    put(out, little(8).putInt(0).putInt(0));
    return out.toByteArray();
  }
}
