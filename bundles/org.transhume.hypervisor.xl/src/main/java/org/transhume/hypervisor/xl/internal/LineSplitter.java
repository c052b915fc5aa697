// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.xl.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Cuts what a program prints into lines of bounded length, and hands on each as it ends. */
final class LineSplitter {

  private static final int LONGEST_LINE_BYTES = 4096;

  private final Consumer<String> onLine;
  private final byte[] line = new byte[LONGEST_LINE_BYTES];
  private int length;

  LineSplitter(Consumer<String> onLine) {
    this.onLine = onLine;
  }

  /** Reads to the end; what exceeds the longest line is dropped. */
  void readAll(InputStream source) throws IOException {
    byte[] buffer = new byte[8192];
    try {
      for (int count = source.read(buffer); count >= 0; count = source.read(buffer)) {
        for (int i = 0; i < count; i++) {
          add(buffer[i]);
        }
      }
    } finally {
      flush();
    }
  }

  private void add(byte next) {
    if (next == '\n' || next == '\r') {
      flush();
    } else if (length < line.length) {
      line[length++] = next;
    }
  }

  private void flush() {
    if (length > 0) {
      String text = new String(line, 0, length, StandardCharsets.UTF_8);
      length = 0;
      onLine.accept(text);
    }
  }
}
