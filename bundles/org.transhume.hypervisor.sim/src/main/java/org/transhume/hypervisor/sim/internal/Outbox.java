// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** Writes to a pipe without ever waiting: what finds no room is kept for later. */
final class Outbox {

  private final BytePipe pipe;
  private final CRC32 checksum = new CRC32();
  private ByteBuffer left = ByteBuffer.allocate(0);

  Outbox(BytePipe pipe) {
    this.pipe = pipe;
  }

  /** Adds bytes to what is to be written. */
  void put(byte[] bytes) {
    checksum.update(bytes);
    ByteBuffer joined = ByteBuffer.allocate(left.remaining() + bytes.length);
    left = joined.put(left).put(bytes).flip();
  }

  /**
   * Writes what there is room for.
   *
   * @return whether everything is written
   */
  boolean flush() {
    if (left.hasRemaining()) {
      pipe.offer(left);
    }
    return !left.hasRemaining();
  }

  /** Whether nobody reads any more. */
  boolean broken() {
    return pipe.readerGone();
  }

  /** Room in the pipe behind what is still to be written. */
  int room() {
    return pipe.room() - left.remaining();
  }

  /** Checksum of everything put so far. */
  int checksum() {
    return (int) checksum.getValue();
  }
}
