// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.transhume.agent.internal.relay.HandoverScanner.Seen;
import org.transhume.itests.fuzz.Samples;
import org.transhume.migration.side.WireMessage;

/** What comes over the wire: the very bytes of a message, or the one exception. */
class RelayFuzzTest {

  static Stream<Arguments> handovers() {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    said.writeBytes(WireMessage.BANNER.bytes());
    said.writeBytes(WireMessage.READY.bytes());
    said.writeBytes(WireMessage.REPORT.bytes());
    byte[] begun = said.toByteArray();
    said.write(0);
    byte[] succeeded = said.toByteArray();
    said.reset();
    said.writeBytes(begun);
    said.write(255);
    said.writeBytes(WireMessage.RESUME_GRANT.bytes());
    return Samples.of(begun, succeeded, said.toByteArray(), WireMessage.GO.bytes());
  }

  @MethodSource("handovers")
  @FuzzTest
  void handover(byte[] said) {
    scan(HandoverScanner.ofReceiver(), said);
    scan(HandoverScanner.ofSender(), said);
  }

  private static void scan(HandoverScanner scanner, byte[] said) {
    ByteBuffer chunk = ByteBuffer.wrap(said);
    int begin = 0;
    try {
      while (chunk.hasRemaining()) {
        Optional<Seen> seen = scanner.scan(chunk);
        if (seen.isPresent()) {
          boolean report = seen.get().message() == WireMessage.REPORT;
          int length = chunk.position() - begin - (report ? 1 : 0);
          assertThat(new String(said, begin, length, StandardCharsets.ISO_8859_1))
              .isEqualTo(new String(seen.get().message().bytes(), StandardCharsets.ISO_8859_1));
          begin = chunk.position();
        }
      }
    } catch (ProtocolException e) {
      assertThat(e.getMessage().length()).isLessThan(200);
    }
  }

  static Stream<Arguments> prefaces() {
    return Samples.of(
        "transhume-stream/1 m-1 0123456789abcdef 8f1c-uuid\nmemory"
            .getBytes(StandardCharsets.US_ASCII));
  }

  @MethodSource("prefaces")
  @FuzzTest
  void preface(byte[] sent) throws IOException {
    ByteArrayInputStream rest = new ByteArrayInputStream(sent);
    try {
      StreamPreface read = StreamPreface.readFrom(Channels.newChannel(rest));
      assertThat(List.of(read.migrationId(), read.token(), read.domainUuid()))
          .noneMatch(word -> word.contains(" ") || word.contains("\n"));
    } catch (ProtocolException e) {
      assertThat(sent.length - rest.available()).isLessThanOrEqualTo(512);
    }
  }

  static Stream<Arguments> streams() {
    ByteBuffer stream = ByteBuffer.allocate(72);
    stream.put("Xen saved domain, xl format\n \0 \r".getBytes(StandardCharsets.US_ASCII));
    stream.position(48);
    stream.putLong(0x4c6962786c466d74L).putInt(2).putInt(0);
    stream.put((byte) 1);
    byte[] bytes = new byte[72];
    stream.rewind().get(bytes);
    return Samples.of(bytes);
  }

  @MethodSource("streams")
  @FuzzTest
  void records(byte[] sent) {
    StreamRecords records = new StreamRecords();
    int before = 0;
    for (int at = 0; at < sent.length; at += 37) {
      ByteBuffer chunk = ByteBuffer.wrap(sent, at, Math.min(37, sent.length - at));
      int remaining = chunk.remaining();
      records.read(chunk);
      assertThat(chunk.remaining()).isEqualTo(remaining);
      assertThat(records.round()).isGreaterThanOrEqualTo(before);
      before = records.round();
    }
  }
}
