// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.view;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A table of text with aligned columns, in plain characters that scripts can cut. */
public final class Table {

  private static final String GAP = "  ";

  private final List<Column> columns;
  private final List<List<String>> rows = new ArrayList<>();

  /** A table of these columns. */
  public Table(Column... columns) {
    this.columns = List.of(columns);
  }

  /** A column of words. */
  public static Column left(String title) {
    return new Column(title, false);
  }

  /** A column of numbers. */
  public static Column right(String title) {
    return new Column(title, true);
  }

  /** Adds a row; a null or empty cell is shown as a hyphen. */
  public Table row(String... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException(
          cells.length + " cells for " + columns.size() + " columns");
    }
    rows.add(Arrays.stream(cells).map(Table::shown).toList());
    return this;
  }

  /** The table's lines, the titles first. */
  public List<String> lines() {
    List<List<String>> all = new ArrayList<>();
    all.add(columns.stream().map(Column::title).toList());
    all.addAll(rows);
    int[] widths = new int[columns.size()];
    for (List<String> row : all) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return all.stream().map(row -> line(row, widths)).toList();
  }

  private String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String padding = " ".repeat(widths[i] - row.get(i).length());
      line.append(i == 0 ? "" : GAP)
          .append(columns.get(i).right() ? padding + row.get(i) : row.get(i) + padding);
    }
    return line.toString().stripTrailing();
  }

  /** One line, one cell: what a hypervisor or a peer says must not break the table. */
  private static String shown(String cell) {
    String text = cell == null ? "" : cell.replaceAll("\\p{Cntrl}+", " ").strip();
    return text.isEmpty() ? "-" : text;
  }

  /**
   * A column.
   *
   * @param title above it
   * @param right whether its cells end at the same place
   */
  public record Column(String title, boolean right) {}
}
