// SPDX-License-Identifier: Apache-2.0
package org.transhume.workload.internal.stream;

import java.util.zip.Checksum;

/** The checksum of the command cksum, which every shell has at hand; see POSIX, cksum. */
final class PosixChecksum implements Checksum {

  private static final int POLYNOMIAL = 0x04C11DB7;
  private static final int[] TABLE = table();

  private int value;
  private long length;

  private static int[] table() {
    int[] table = new int[256];
    for (int i = 0; i < table.length; i++) {
      int value = i << 24;
      for (int bit = 0; bit < 8; bit++) {
        value = value << 1 ^ (value < 0 ? POLYNOMIAL : 0);
      }
      table[i] = value;
    }
    return table;
  }

  /** Of these bytes. */
  static long of(byte[] bytes) {
    PosixChecksum checksum = new PosixChecksum();
    checksum.update(bytes, 0, bytes.length);
    return checksum.getValue();
  }

  @Override
  public void update(int next) {
    value = step(value, next);
    length++;
  }

  @Override
  public void update(byte[] bytes, int from, int count) {
    for (int i = from; i < from + count; i++) {
      update(bytes[i]);
    }
  }

  @Override
  public long getValue() {
    int whole = value;
    for (long rest = length; rest != 0; rest >>>= 8) {
      whole = step(whole, (int) rest);
    }
    return Integer.toUnsignedLong(~whole);
  }

  @Override
  public void reset() {
    value = 0;
    length = 0;
  }

  private static int step(int value, int next) {
    return value << 8 ^ TABLE[(value >>> 24 ^ next) & 0xFF];
  }
}
