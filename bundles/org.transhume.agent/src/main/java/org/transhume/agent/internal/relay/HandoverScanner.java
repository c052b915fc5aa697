// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.relay;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.transhume.migration.side.WireMessage;

/**
 * Recognises the messages of one direction of the hand-over wherever the borders of chunks fall.
 * The direction that carries the domain's memory is scanned only once READY has gone on to the
 * sender: before that its bytes may well hold the text of GO, as a page of xl itself would.
 */
final class HandoverScanner {

  /**
   * A complete message.
   *
   * @param message which
   * @param status of a report: 0 for success; else 0
   */
  record Seen(WireMessage message, int status) {}

  private WireMessage expected;
  private byte[] text;
  private int matched;

  private HandoverScanner(WireMessage first) {
    expect(first);
  }

  /** What the receiver says: banner, READY, report, and after a failure the leave to resume. */
  static HandoverScanner ofReceiver() {
    return new HandoverScanner(WireMessage.BANNER);
  }

  /** What the sender says once READY has reached it: GO. */
  static HandoverScanner ofSender() {
    return new HandoverScanner(WireMessage.GO);
  }

  /**
   * Consumes the chunk up to the end of the next message, or all of it.
   *
   * @throws ProtocolException when the bytes are not those of the expected message
   */
  Optional<Seen> scan(ByteBuffer chunk) throws ProtocolException {
    while (chunk.hasRemaining()) {
      byte next = chunk.get();
      if (expected == null) {
        throw new ProtocolException("bytes came after the last message of the hand-over");
      }
      if (expected == WireMessage.REPORT && matched == text.length) {
        int status = next & 0xff;
        expect(status == 0 ? null : WireMessage.RESUME_GRANT);
        return Optional.of(new Seen(WireMessage.REPORT, status));
      }
      if (next != text[matched]) {
        throw new ProtocolException(
            "expected " + expected + " and got another byte at its position " + matched);
      }
      matched++;
      if (matched == text.length && expected != WireMessage.REPORT) {
        WireMessage seen = expected;
        expect(following(seen));
        return Optional.of(new Seen(seen, 0));
      }
    }
    return Optional.empty();
  }

  private void expect(WireMessage next) {
    expected = next;
    text = next == null ? new byte[0] : next.bytes();
    matched = 0;
  }

  private static WireMessage following(WireMessage seen) {
    return switch (seen) {
      case BANNER -> WireMessage.READY;
      case READY -> WireMessage.REPORT;
      case GO, REPORT, RESUME_GRANT -> null;
    };
  }
}
