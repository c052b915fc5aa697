// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.transhume.agent.internal.relay.HandoverScanner.Seen;
import org.transhume.migration.side.WireMessage;

class HandoverScannerTest {

  private static byte[] receiver(int status) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(
        "xl migration receiver ready, send binary domain data.\n"
            .getBytes(StandardCharsets.US_ASCII));
    bytes.writeBytes("domain received, ready to unpause\0".getBytes(StandardCharsets.US_ASCII));
    bytes.writeBytes(
        "my copy unpause results are as follows\0".getBytes(StandardCharsets.US_ASCII));
    bytes.write(status);
    if (status != 0) {
      bytes.writeBytes(
          "domain is yours, you are cleared to unpause\0".getBytes(StandardCharsets.US_ASCII));
    }
    return bytes.toByteArray();
  }

  private static List<Seen> scan(HandoverScanner scanner, byte[] bytes, int chunk)
      throws ProtocolException {
    List<Seen> seen = new ArrayList<>();
    for (int from = 0; from < bytes.length; from += chunk) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes, from, Math.min(chunk, bytes.length - from));
      while (buffer.hasRemaining()) {
        scanner.scan(buffer).ifPresent(seen::add);
      }
    }
    return seen;
  }

  @Test
  void shouldRecogniseEveryMessageWhereverTheBordersOfChunksFall() throws Exception {
    byte[] bytes = receiver(0);
    for (int chunk = 1; chunk <= bytes.length; chunk++) {
      assertThat(scan(HandoverScanner.ofReceiver(), bytes, chunk))
          .as("chunks of %d", chunk)
          .containsExactly(
              new Seen(WireMessage.BANNER, 0),
              new Seen(WireMessage.READY, 0),
              new Seen(WireMessage.REPORT, 0));
    }
  }

  @Test
  void shouldReadTheStatusOfAFailureAndTheLeaveToResumeAfterIt() throws Exception {
    byte[] bytes = receiver(255);
    for (int chunk = 1; chunk <= bytes.length; chunk++) {
      assertThat(scan(HandoverScanner.ofReceiver(), bytes, chunk))
          .as("chunks of %d", chunk)
          .endsWith(new Seen(WireMessage.REPORT, 255), new Seen(WireMessage.RESUME_GRANT, 0));
    }
  }

  @Test
  void shouldSeeAMessageOnlyWithItsLastByte() throws Exception {
    byte[] bytes =
        "domain is yours, you are cleared to unpause\0".getBytes(StandardCharsets.US_ASCII);
    HandoverScanner scanner = HandoverScanner.ofSender();
    for (int i = 0; i < bytes.length - 1; i++) {
      assertThat(scanner.scan(ByteBuffer.wrap(bytes, i, 1))).as("byte %d", i).isEmpty();
    }
    assertThat(scanner.scan(ByteBuffer.wrap(bytes, bytes.length - 1, 1)))
        .isEqualTo(Optional.of(new Seen(WireMessage.GO, 0)));
  }

  @Test
  void shouldLeaveWhatFollowsAMessageInTheChunk() throws Exception {
    ByteBuffer chunk = ByteBuffer.wrap(receiver(0));

    HandoverScanner.ofReceiver().scan(chunk);

    assertThat(chunk.position()).isEqualTo(WireMessage.BANNER.bytes().length);
  }

  @Test
  void shouldRefuseWhatIsNoReceiver() {
    ByteBuffer chunk = ByteBuffer.wrap("ssh: connect to host".getBytes(StandardCharsets.US_ASCII));

    assertThatThrownBy(() -> HandoverScanner.ofReceiver().scan(chunk))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("BANNER");
  }

  @Test
  void shouldRefuseBytesAfterTheLastMessage() throws Exception {
    HandoverScanner scanner = HandoverScanner.ofReceiver();
    scan(scanner, receiver(0), 1000);

    assertThatThrownBy(() -> scanner.scan(ByteBuffer.wrap(new byte[1])))
        .isInstanceOf(ProtocolException.class);
  }
}
