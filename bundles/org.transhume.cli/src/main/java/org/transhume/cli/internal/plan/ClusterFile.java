// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.plan;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.transhume.cli.internal.CommandFailure;
import org.transhume.planner.Cluster;
import org.transhume.planner.constraint.Constraint;

/**
 * A cluster that was read from a file.
 *
 * @param cluster what there is
 * @param constraints what the file says must hold
 */
record ClusterFile(Cluster cluster, List<Constraint> constraints) {

  ClusterFile {
    constraints = List.copyOf(constraints);
  }

  /**
   * Reads a file in one of three formats, told apart by what it begins with.
   *
   * @throws CommandFailure when it is none of them, with the line and the remedy
   */
  static ClusterFile read(Path file) throws CommandFailure, IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (MalformedInputException e) {
      throw new CommandFailure(file + " is no text in UTF-8; save it as such", e);
    }
    String first = lines.stream().filter(line -> !line.isBlank()).findFirst().orElse("");
    if (first.startsWith("{")) {
      return SnapshotFormat.read(file, String.join("\n", lines));
    }
    Lines source = new Lines(file, lines);
    if (first.startsWith("#hosts")) {
      return new TabSeparatedFormat(source).read();
    }
    if (first.indexOf('|') >= 0) {
      return new HtoolsFormat(source).read();
    }
    throw source.failure(
        0,
        "begins neither with '#hosts COUNT MEMORY_MIB CORES' (tab-separated), nor with a group and"
            + " '|' (htools), nor with '{' (a snapshot)",
        "name a file in one of these formats; `transhume snapshot --out FILE` makes one");
  }
}
