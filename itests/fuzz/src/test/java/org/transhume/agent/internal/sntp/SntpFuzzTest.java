// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.sntp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.transhume.itests.fuzz.Samples;

/** What a guest's time server sends: two times in their order, or the one exception. */
class SntpFuzzTest {

  private static final long STAMP = 0x0123_4567_89AB_CDEFL;

  static Stream<Arguments> replies() {
    ByteBuffer reply = ByteBuffer.allocate(SntpReply.LENGTH);
    reply.put(0, (byte) ((4 << 3) | 4)).put(1, (byte) 2).putLong(24, STAMP);
    reply.putLong(32, 0xEEAF_1C40_4000_0000L).putLong(40, 0xEEAF_1C40_4100_0000L);
    ByteBuffer refusal = ByteBuffer.wrap(reply.array().clone());
    refusal.put(1, (byte) 0).putInt(12, 0x5241_5445);
    return Samples.of(reply.array(), refusal.array());
  }

  @MethodSource("replies")
  @FuzzTest
  void reply(byte[] packet) {
    try {
      SntpReply reply = SntpReply.parse(ByteBuffer.wrap(packet), STAMP);
      assertThat(reply.heldMillis()).isBetween(0L, 1L << 42);
      assertThat(reply.offsetMillis(0, 0)).isBetween(-(1L << 43), 1L << 43);
    } catch (UnusableReply e) {
      assertThat(e.getMessage().length()).isBetween(1, 100);
    }
  }
}
