// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.relay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;

/**
 * The first line of a stream: what it is for, and the leave to send it.
 *
 * @param migrationId the prepared migration
 * @param token the ticket's secret
 * @param domainUuid the domain
 */
public record StreamPreface(String migrationId, String token, String domainUuid) {

  private static final String PROTOCOL = "transhume-stream/1";
  private static final int MOST_BYTES = 512;

  /** Requires every component. */
  public StreamPreface {
    Objects.requireNonNull(migrationId, "migrationId");
    Objects.requireNonNull(token, "token");
    Objects.requireNonNull(domainUuid, "domainUuid");
  }

  /** Whether this is the very leave that was given; takes the same time for every wrong token. */
  boolean matches(StreamPreface given) {
    return MessageDigest.isEqual(bytes(token), bytes(given.token))
        && migrationId.equals(given.migrationId)
        && domainUuid.equals(given.domainUuid);
  }

  /** Everything but the secret. */
  @Override
  public String toString() {
    return "stream of migration " + migrationId + " for domain " + domainUuid;
  }

  void writeTo(WritableByteChannel channel) throws IOException {
    writeLine(channel, PROTOCOL + " " + migrationId + " " + token + " " + domainUuid);
  }

  static StreamPreface readFrom(ReadableByteChannel channel) throws IOException {
    String[] words = readLine(channel).split(" ", -1);
    if (!words[0].equals(PROTOCOL)) {
      throw new ProtocolException("expected " + PROTOCOL);
    }
    if (words.length != 4) {
      throw new ProtocolException("expected id, token and uuid");
    }
    return new StreamPreface(words[1], words[2], words[3]);
  }

  static void writeLine(WritableByteChannel channel, String line) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(bytes(line + "\n"));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Reads byte by byte: what follows the line belongs to somebody else. */
  static String readLine(ReadableByteChannel channel) throws IOException {
    ByteBuffer line = ByteBuffer.allocate(MOST_BYTES);
    ByteBuffer one = ByteBuffer.allocate(1);
    while (line.hasRemaining()) {
      if (channel.read(one.clear()) < 0) {
        throw new ProtocolException("the stream ended within its first line");
      }
      byte next = one.get(0);
      if (next == '\n') {
        return StandardCharsets.US_ASCII.decode(line.flip()).toString();
      }
      line.put(next);
    }
    throw new ProtocolException("the first line is longer than " + MOST_BYTES + " bytes");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
