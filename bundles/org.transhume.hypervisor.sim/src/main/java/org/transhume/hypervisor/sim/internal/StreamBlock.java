// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import java.nio.ByteBuffer;

/** The parts of a simulated domain's stream, after its magic and its head. */
enum StreamBlock {
  /** A round of pre-copy begins: its number in a byte, its pages in four. */
  ROUND('R'),
  /** Bytes that stand for pages: how many in two bytes, then these. */
  PAGES('P'),
  /**
   * The guest's state, and the end: length in four bytes, state, checksum of all before in four.
   */
  STATE('S');

  /** Most bytes in one block of pages. */
  static final int MOST_PAGE_BYTES = 4096;

  /** What a block of pages needs beside them. */
  static final int PAGES_OVERHEAD = 3;

  private final byte code;

  StreamBlock(char code) {
    this.code = (byte) code;
  }

  byte code() {
    return code;
  }

  static byte[] round(int round, long pages) {
    return ByteBuffer.allocate(6).put(ROUND.code).put((byte) round).putInt((int) pages).array();
  }

  /** A block of pages; its bytes differ, so that one that is lost or changed is noticed. */
  static byte[] pages(int count, long position) {
    ByteBuffer block =
        ByteBuffer.allocate(PAGES_OVERHEAD + count).put(PAGES.code).putShort((short) count);
    for (int i = 0; i < count; i++) {
      block.put((byte) (((position + i) * 0x9E37_79B9L) >>> 16));
    }
    return block.array();
  }

  /** The state without its checksum, which covers it. */
  static byte[] state(byte[] state) {
    return ByteBuffer.allocate(5 + state.length)
        .put(STATE.code)
        .putInt(state.length)
        .put(state)
        .array();
  }

  static byte[] number(int number) {
    return ByteBuffer.allocate(4).putInt(number).array();
  }
}
