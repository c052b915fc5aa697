// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests.bench;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * When notifications were seen, by {@link System#nanoTime}, which on Linux is the same for all
 * processes. Has a bounded number of places, so that noting one costs next to nothing.
 */
final class Receipts {

  private final long[] what;
  private final long[] atNanos;
  private final AtomicInteger next = new AtomicInteger();

  Receipts(int places) {
    what = new long[places];
    atNanos = new long[places];
  }

  /** Notes a notification of a host; what finds no place is only counted. */
  void note(int host, long sequence) {
    long now = System.nanoTime();
    int place = next.getAndIncrement();
    if (place < what.length) {
      atNanos[place] = now;
      what[place] = key(host, sequence);
    }
  }

  int count() {
    return next.get();
  }

  static long key(int host, long sequence) {
    return (long) host << 40 | sequence;
  }

  void write(Path file) throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      for (int i = 0; i < Math.min(count(), what.length); i++) {
        out.writeLong(what[i]);
        out.writeLong(atNanos[i]);
      }
    }
  }

  /** By {@link #key}. */
  static Map<Long, Long> read(Path file) throws IOException {
    Map<Long, Long> read = new HashMap<>();
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      while (true) {
        read.put(in.readLong(), in.readLong());
      }
    } catch (EOFException e) {
      return read;
    }
  }
}
