// SPDX-License-Identifier: Apache-2.0
package org.transhume.migration.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The bytes of a world. One description of its parts serves for writing and for reading. */
@SuppressWarnings({"EnumOrdinal", "OperatorPrecedence"})
final class Tape {

  private final boolean reading;
  private byte[] bytes;
  private int at;

  private Tape(boolean reading, byte[] bytes) {
    this.reading = reading;
    this.bytes = bytes;
  }

  static Tape empty() {
    return new Tape(false, new byte[256]);
  }

  static Tape of(byte[] bytes) {
    return new Tape(true, bytes);
  }

  byte[] written() {
    return Arrays.copyOf(bytes, at);
  }

  /** A number from 0 to 255. */
  int small(int value) {
    if (reading) {
      return bytes[at++] & 0xff;
    }
    if (value < 0 || value > 255) {
      throw new IllegalArgumentException(value + " does not fit");
    }
    if (at == bytes.length) {
      bytes = Arrays.copyOf(bytes, bytes.length * 2);
    }
    bytes[at++] = (byte) value;
    return value;
  }

  /** A number from -1 to some millions. */
  int wide(int value) {
    int low = small((value + 1) & 0xff);
    int middle = small(((value + 1) >> 8) & 0xff);
    int high = small((value + 1) >> 16);
    return reading ? (low | middle << 8 | high << 16) - 1 : value;
  }

  boolean flag(boolean value) {
    return small(value ? 1 : 0) == 1;
  }

  <E extends Enum<E>> E word(E value, E[] all) {
    return all[small(reading ? 0 : value.ordinal())];
  }

  <E extends Enum<E>> List<E> words(List<E> values, E[] all) {
    int count = small(reading ? 0 : values.size());
    List<E> passed = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      passed.add(word(reading ? null : values.get(i), all));
    }
    return passed;
  }

  List<Integer> numbers(List<Integer> values) {
    int count = small(reading ? 0 : values.size());
    List<Integer> passed = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      passed.add(wide(reading ? 0 : values.get(i)));
    }
    return passed;
  }
}
