// SPDX-License-Identifier: Apache-2.0
package org.transhume.campaign;

import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;

/** A program that a test has started. */
public interface Program {

  /** What was started, and where, as the report shows it. */
  String title();

  /** The whole lines that it has printed so far. */
  List<String> lines() throws IOException;

  /** Its exit code once it has ended by itself; empty while it runs. */
  OptionalInt exitCode() throws IOException;

  /** Ends it at once; does nothing when it has ended. */
  void end() throws IOException;

  /** The lines of that kind so far. */
  default List<Row> rows(String kind) throws IOException {
    return lines().stream().map(Row::of).filter(row -> row.kind().equals(kind)).toList();
  }
}
