// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * What a simulated stream carries of a domain beside bytes that stand for pages: its head when the
 * stream begins, and its state when the guest stands still.
 */
final class DomainImage {

  /** Nothing that is longer can be one of ours. */
  static final int LONGEST_RECORD = 1 << 20;

  /**
   * What the receiver needs to create its copy.
   *
   * @param uuid the domain
   * @param name its own name
   * @param configuration the text it was created from
   * @param memoryBytesPerStreamByte how thin the stream is
   */
  record Head(String uuid, String name, String configuration, long memoryBytesPerStreamByte) {

    byte[] encode() {
      return DomainImage.encode(
          out -> {
            write(out, uuid);
            write(out, name);
            write(out, configuration);
            out.writeLong(memoryBytesPerStreamByte);
          });
    }

    static Head decode(byte[] bytes) throws IOException {
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
      Head head = new Head(read(in), read(in), read(in), in.readLong());
      requireEnd(in);
      long thinness = head.memoryBytesPerStreamByte;
      if (thinness <= 0 || thinness > ClusterSettings.THINNEST) {
        throw new IOException("a stream byte cannot stand for " + thinness + " bytes");
      }
      return head;
    }
  }

  /**
   * The guest's state when it stood still.
   *
   * @param elapsedNanos its time since boot
   * @param demand what it wants of the processors, as configurations write it
   * @param dirtyBytesPerSecond how fast it writes to its memory
   * @param image which of the domain's successive runs this is a picture of
   */
  record State(long elapsedNanos, String demand, double dirtyBytesPerSecond, long image) {

    byte[] encode() {
      return DomainImage.encode(
          out -> {
            out.writeLong(elapsedNanos);
            write(out, demand);
            out.writeDouble(dirtyBytesPerSecond);
            out.writeLong(image);
          });
    }

    static State decode(byte[] bytes) throws IOException {
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
      State state = new State(in.readLong(), read(in), in.readDouble(), in.readLong());
      requireEnd(in);
      return state;
    }
  }

  private interface Body {
    void writeTo(DataOutputStream out) throws IOException;
  }

  private DomainImage() {}

  private static byte[] encode(Body body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      body.writeTo(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written to", e);
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String read(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new IOException("a text of " + length + " bytes does not fit its record");
    }
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  private static void requireEnd(DataInputStream in) throws IOException {
    if (in.available() > 0) {
      throw new IOException(in.available() + " bytes too many in a record");
    }
  }
}
