// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The tables of {@code docs/jmx.md}, for the tests that hold it against code and containers. */
public final class JmxDocument {

  /** What the document writes for an attribute that nobody sets. */
  public static final String NOBODY = "–";

  private static final String CELLS = " \\| ";

  private final Path file;
  private final List<String> lines;

  /** Reads the document in that folder of documents. */
  public JmxDocument(Path docs) throws IOException {
    file = docs.resolve("jmx.md");
    lines = Files.readAllLines(file);
  }

  /**
   * The lines from a heading to the next one.
   *
   * @throws AssertionError when there is no such heading
   */
  public List<String> section(String heading) {
    int from = lines.indexOf(heading);
    if (from < 0) {
      throw new AssertionError("no heading '" + heading + "' in " + file);
    }
    int to = from + 1;
    while (to < lines.size() && !lines.get(to).startsWith("#")) {
      to++;
    }
    return lines.subList(from, to);
  }

  /**
   * The cells of every row whose first cell begins as code, joined as in the document; the last
   * cell, prose, is left out.
   *
   * @param heading of the section
   * @param column heading of the table's first column
   */
  public Set<String> rows(String heading, String column) {
    Set<String> rows = new TreeSet<>();
    boolean inTable = false;
    for (String line : section(heading)) {
      inTable = line.startsWith("| " + column + " |") || (inTable && line.startsWith("|"));
      if (inTable && line.startsWith("| `")) {
        List<String> cells = Arrays.stream(line.split(CELLS, -1)).map(String::strip).toList();
        rows.add(
            cells.subList(0, cells.size() - 1).stream()
                .map(cell -> cell.replaceFirst("^\\| ", "").replace("`", ""))
                .collect(Collectors.joining(" | ")));
      }
    }
    return rows;
  }

  /** The prose that ends each of those rows, by the attribute's or operation's name. */
  public Map<String, String> prose(String heading) {
    Map<String, String> prose = new TreeMap<>();
    for (String line : section(heading)) {
      if (line.startsWith("| `")) {
        String[] cells = line.substring(0, line.lastIndexOf(" |")).split(CELLS, -1);
        String name = cells[0].replaceFirst("^\\| `(\\w+).*", "$1");
        prose.put(name, cells[cells.length - 1].strip().replace("`", ""));
      }
    }
    return prose;
  }

  /** The first paragraph of a section that is no code. */
  public String paragraph(String heading) {
    return section(heading).stream()
        .skip(1)
        .dropWhile(line -> line.isBlank() || line.startsWith("`"))
        .takeWhile(line -> !line.isBlank())
        .collect(Collectors.joining(" "))
        .replace("`", "");
  }

  /** Every object name, with letters for what varies, and the interface behind it. */
  public List<Named> objectNames() {
    return rows("## Object names", "object name").stream()
        .map(row -> row.split(CELLS, -1))
        .flatMap(
            cells -> Arrays.stream(cells[0].split(" and ", -1)).map(n -> new Named(n, cells[1])))
        .toList();
  }

  /** Every type of notification and who emits it: {@code agent}, {@code manager} or both. */
  public List<Emitted> notifications() {
    return rows("## Notifications", "type").stream()
        .map(row -> row.split(CELLS, -1))
        .map(cells -> new Emitted(cells[0], List.of(cells[2].split("; ", -1))))
        .toList();
  }

  /**
   * An object name of the document.
   *
   * @param name such as {@code org.transhume:type=Probe,host=H,name=P}
   * @param contract simple name of the interface
   */
  public record Named(String name, String contract) {}

  /**
   * A notification of the document.
   *
   * @param type its type
   * @param emitters who emits it
   */
  public record Emitted(String type, List<String> emitters) {

    /** Copies the list. */
    public Emitted {
      emitters = List.copyOf(emitters);
    }
  }
}
