// SPDX-License-Identifier: Apache-2.0
package org.transhume.workload.internal;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The output of a program: lines of fields between tabs, each flushed at once. */
public final class Lines {

  private final PrintStream out;

  /** Printed there. */
  public Lines(PrintStream out) {
    this.out = out;
  }

  /**
   * Prints a line. A number with a fraction gets three digits of it.
   *
   * @throws IOException when nobody reads any more
   */
  public synchronized void print(Object... fields) throws IOException {
    out.print(Arrays.stream(fields).map(Lines::text).collect(Collectors.joining("\t")) + "\n");
    if (out.checkError()) {
      throw new IOException("nobody reads the output");
    }
  }

  private static String text(Object field) {
    return field instanceof Double number
        ? String.format(Locale.ROOT, "%.3f", number)
        : String.valueOf(field).replaceAll("\\s+", " ");
  }
}
