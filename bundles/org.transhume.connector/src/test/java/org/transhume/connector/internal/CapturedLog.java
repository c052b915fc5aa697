// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What is logged meanwhile; slf4j-simple writes to whatever the standard error is. */
final class CapturedLog implements AutoCloseable {

  private final PrintStream before = System.err;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  CapturedLog() {
    System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
  }

  String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  List<String> lines(String part) {
    return text().lines().filter(line -> line.contains(part)).toList();
  }

  /** Waits until such a line is there. */
  String await(String part) {
    return Await.value(() -> lines(part).stream().findFirst(), () -> part + " in:\n" + text());
  }

  @Override
  public void close() {
    System.setErr(before);
    before.print(text());
  }
}
