// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.sntp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SntpQueryTest {

  /** A packet may take its time on a busy machine; what a clock is off by here is far more. */
  private static final long NEAR = 20_000;

  private static final int PATIENCE_MILLIS = 30_000;

  private final SntpQuery query = new SntpQuery(Clock.systemUTC(), System::nanoTime, new Random(1));

  @Test
  void shouldTellHowFarTheOtherClockIsAhead() throws IOException {
    try (TimeServer server = TimeServer.ahead(3_600_000)) {
      assertThat(query.offsetMillis(server.address(), PATIENCE_MILLIS))
          .isCloseTo(3_600_000, within(NEAR));
    }
    try (TimeServer server = TimeServer.ahead(-86_400_000)) {
      assertThat(query.offsetMillis(server.address(), PATIENCE_MILLIS))
          .isCloseTo(-86_400_000, within(NEAR));
    }
  }

  @Test
  void shouldPassOverWhatIsNoReply() throws IOException {
    ByteBuffer garbage =
        ByteBuffer.wrap("HTTP/1.1 400 Bad Request".getBytes(StandardCharsets.US_ASCII));
    try (TimeServer server =
        new TimeServer(
            request -> {
              long now = System.currentTimeMillis();
              ByteBuffer other = TimeServer.reply(request, now);
              other.putLong(24, request.getLong(40) ^ 1);
              ByteBuffer empty = ByteBuffer.allocate(0);
              ByteBuffer good = TimeServer.reply(request, now + 7_200_000);
              return List.of(garbage, other, empty, good);
            })) {
      assertThat(query.offsetMillis(server.address(), PATIENCE_MILLIS))
          .isCloseTo(7_200_000, within(NEAR));
    }
  }

  @Test
  void shouldSayThatNothingCameInTime() throws IOException {
    try (TimeServer server = TimeServer.silent()) {
      assertThatThrownBy(() -> query.offsetMillis(server.address(), 50))
          .isInstanceOf(IOException.class)
          .hasMessage("no reply came within 50 ms");
    }
  }

  @Test
  void shouldSayWhatCameInstead() throws IOException {
    try (TimeServer server = new TimeServer(request -> List.of(request.duplicate()))) {
      assertThatThrownBy(() -> query.offsetMillis(server.address(), 3_000))
          .hasMessage("a packet of mode 3 came within 3000 ms");
    }
  }

  @Test
  void shouldGiveUpAtOnceWhereNobodyListens() throws IOException {
    InetSocketAddress gone;
    try (TimeServer server = TimeServer.silent()) {
      gone = server.address();
    }
    long began = System.nanoTime();

    assertThatThrownBy(() -> query.offsetMillis(gone, PATIENCE_MILLIS))
        .isInstanceOf(IOException.class);
    assertThat(System.nanoTime() - began).isLessThan(PATIENCE_MILLIS * 1_000_000L);
  }

  @Test
  void shouldNotAskANameThatNobodyKnows() {
    InetSocketAddress unknown = InetSocketAddress.createUnresolved("guest", SntpQuery.PORT);

    assertThatThrownBy(() -> query.offsetMillis(unknown, 50)).hasMessageContaining("guest");
  }
}
