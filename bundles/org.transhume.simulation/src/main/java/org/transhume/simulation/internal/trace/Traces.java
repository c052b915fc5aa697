// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal.trace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A day of recorded load. */
public final class Traces {

  private Traces() {}

  /**
   * Reads a day.
   *
   * @param place a packed day, or a folder with one text file a machine
   * @return the machines, the same number of samples each, in the order that the results depend on
   * @throws TraceException when it is no such thing, naming the file and the remedy
   * @throws IOException when the disk does not let it be read
   */
  public static List<Trace> read(Path place) throws IOException {
    if (Files.isDirectory(place)) {
      return DayFolder.read(place);
    }
    if (!Files.exists(place)) {
      throw new TraceException(
          place, "does not exist; name a packed day, or a folder with one text file a machine");
    }
    return PackedDay.read(place);
  }
}
