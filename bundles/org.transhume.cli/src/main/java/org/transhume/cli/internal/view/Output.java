// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.view;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintWriter;

/** Prints a result as a table, or the values behind it as JSON. */
public final class Output {

  private final PrintWriter out;
  private final boolean json;

  /** Prints there, as JSON or not. */
  public Output(PrintWriter out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /** Prints one of the two; the table is only made when it is wanted. */
  public void print(Object values, java.util.function.Supplier<Table> table) throws IOException {
    if (json) {
      out.println(json(values));
    } else {
      table.get().lines().forEach(out::println);
    }
    out.flush();
  }

  /** Pretty JSON in which what is unknown is null, not left out. */
  public static String json(Object values) throws IOException {
    return JSON.std
        .with(JSON.Feature.PRETTY_PRINT_OUTPUT, JSON.Feature.WRITE_NULL_PROPERTIES)
        .asString(values);
  }
}
