// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.sntp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * What a time server says of its own clock, from a packet of RFC 4330. Whether that clock follows
 * another one does not matter here: what it says is what its machine goes by.
 *
 * @param receivedEpochMillis when the request came, by the server's clock
 * @param sentEpochMillis when the reply left, by the same
 */
record SntpReply(long receivedEpochMillis, long sentEpochMillis) {

  static final int LENGTH = 48;
  static final int VERSION = 4;
  static final int CLIENT = 3;
  private static final int SERVER = 4;
  static final int VERSION_SHIFT = 3;
  private static final int THREE_BITS = 7;
  private static final int STRATUM_AT = 1;
  private static final int REFERENCE_AT = 12;
  private static final int ORIGINATE_AT = 24;
  private static final int RECEIVE_AT = 32;
  static final int TRANSMIT_AT = 40;

  /** With these words a server asks to be left alone; its times mean nothing then. */
  private static final Set<String> REFUSALS = Set.of("DENY", "RSTR", "RATE");

  /** Seconds from 1900, when the first era began, and from 2036, when the second does, to 1970. */
  private static final long FIRST_ERA = -2_208_988_800L;

  private static final long SECOND_ERA = 2_085_978_496L;
  private static final long FIRST_OF_FIRST_ERA = 1L << 31;

  /**
   * Reads a reply.
   *
   * @param packet what came, from its position to its limit
   * @param stamp what the request carried as its transmit timestamp: a reply repeats it
   * @throws UnusableReply when this is no reply to that request, or tells no time
   */
  static SntpReply parse(ByteBuffer packet, long stamp) throws UnusableReply {
    ByteBuffer bytes = packet.slice();
    require(bytes.remaining() >= LENGTH, "a packet of " + bytes.remaining() + " bytes came");
    int mode = bytes.get(0) & THREE_BITS;
    require(mode == SERVER, "a packet of mode " + mode + " came");
    int version = (bytes.get(0) >> VERSION_SHIFT) & THREE_BITS;
    require(version == VERSION, "a packet of version " + version + " came");
    require(bytes.getLong(ORIGINATE_AT) == stamp, "a reply to another request came");
    byte[] reference = new byte[Integer.BYTES];
    bytes.get(REFERENCE_AT, reference);
    String word = new String(reference, StandardCharsets.US_ASCII);
    require(bytes.get(STRATUM_AT) != 0 || !REFUSALS.contains(word), "it refuses: " + word);
    long received = bytes.getLong(RECEIVE_AT);
    long sent = bytes.getLong(TRANSMIT_AT);
    require(received != 0 && sent != 0, "it tells no time");
    SntpReply reply = new SntpReply(epochMillis(received), epochMillis(sent));
    require(reply.heldMillis() >= 0, "its clock went backwards while it answered");
    return reply;
  }

  /** How long the server took. */
  long heldMillis() {
    return sentEpochMillis - receivedEpochMillis;
  }

  /**
   * How far the server's clock is ahead, as RFC 4330 computes it: true to half the round trip.
   *
   * @param askedEpochMillis when the request left, by the asker's clock
   * @param answeredEpochMillis when the reply came, by the same
   */
  long offsetMillis(long askedEpochMillis, long answeredEpochMillis) {
    return ((receivedEpochMillis - askedEpochMillis) + (sentEpochMillis - answeredEpochMillis)) / 2;
  }

  private static long epochMillis(long timestamp) {
    long seconds = timestamp >>> Integer.SIZE;
    long fraction = timestamp & 0xFFFF_FFFFL;
    long era = seconds >= FIRST_OF_FIRST_ERA ? FIRST_ERA : SECOND_ERA;
    return (seconds + era) * 1000 + ((fraction * 1000) >>> Integer.SIZE);
  }

  private static void require(boolean holds, String otherwise) throws UnusableReply {
    if (!holds) {
      throw new UnusableReply(otherwise);
    }
  }
}
