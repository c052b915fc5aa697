// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.transhume.spi.hypervisor.HypervisorException;
import org.transhume.spi.hypervisor.Reason;

/**
 * Reads the language of xl.cfg: {@code key = value}, where a value is a number, a quoted string or
 * a list of these in brackets; one a line or parted by semicolons; {@code #} begins a comment.
 */
final class XlConfiguration {

  /**
   * One assignment.
   *
   * @param line where it begins, from 1
   * @param key its key
   * @param values one value, or those of a list
   * @param list whether it was written as a list
   */
  record Setting(int line, String key, List<String> values, boolean list) {

    HypervisorException error(String problem) {
      return invalid(line, key, problem);
    }
  }

  private final String text;
  private int position;
  private int line = 1;

  private XlConfiguration(String text) {
    this.text = text;
  }

  /**
   * All settings by key, in their order.
   *
   * @throws HypervisorException with {@link Reason#INVALID_CONFIGURATION}, naming line and key
   */
  static Map<String, Setting> parse(String text) throws HypervisorException {
    return new XlConfiguration(text).settings();
  }

  static HypervisorException invalid(int line, String key, String problem) {
    Map<String, String> operands = new TreeMap<>();
    operands.put("line", Integer.toString(line));
    operands.put("key", key);
    return new HypervisorException(
        Reason.INVALID_CONFIGURATION,
        "Line " + line + (key.isEmpty() ? "" : ", key " + key) + ": " + problem + ".",
        operands);
  }

  private Map<String, Setting> settings() throws HypervisorException {
    Map<String, Setting> settings = new LinkedHashMap<>();
    skip(" \t\r\n;");
    while (position < text.length()) {
      Setting setting = setting();
      Setting earlier = settings.put(setting.key, setting);
      if (earlier != null) {
        throw setting.error("it stands on line " + earlier.line + " already");
      }
      skip(" \t\r");
      if (position < text.length() && "\n;".indexOf(text.charAt(position)) < 0) {
        throw setting.error("nothing may follow its value on the line");
      }
      skip(" \t\r\n;");
    }
    return settings;
  }

  private Setting setting() throws HypervisorException {
    int start = line;
    String key = word();
    if (key.isEmpty() || Character.isDigit(key.charAt(0))) {
      throw invalid(start, key, "a key such as name or memory was expected");
    }
    skip(" \t");
    if (!take('=')) {
      throw invalid(start, key, "'=' was expected after the key");
    }
    skip(" \t");
    if (take('[')) {
      return new Setting(start, key, list(key), true);
    }
    return new Setting(start, key, List.of(value(key)), false);
  }

  private List<String> list(String key) throws HypervisorException {
    List<String> values = new ArrayList<>();
    skip(" \t\r\n");
    while (!take(']')) {
      values.add(value(key));
      skip(" \t\r\n");
      if (!take(',') && !(position < text.length() && text.charAt(position) == ']')) {
        throw invalid(line, key, "',' or ']' was expected in its list");
      }
      skip(" \t\r\n");
    }
    return values;
  }

  private String value(String key) throws HypervisorException {
    char quote = position < text.length() ? text.charAt(position) : '\n';
    if (quote != '"' && quote != '\'') {
      String number = word();
      if (!number.matches("[0-9]+(\\.[0-9]+)?")) {
        throw invalid(line, key, "its value is neither a number nor in quotes");
      }
      return number;
    }
    int end = text.indexOf(quote, position + 1);
    String value = end < 0 ? "\n" : text.substring(position + 1, end);
    if (value.indexOf('\n') >= 0) {
      throw invalid(line, key, "the quote is not closed");
    }
    position = end + 1;
    return value;
  }

  private String word() {
    int start = position;
    while (position < text.length()
        && (Character.isLetterOrDigit(text.charAt(position))
            || "_.".indexOf(text.charAt(position)) >= 0)) {
      position++;
    }
    return text.substring(start, position);
  }

  private boolean take(char expected) {
    boolean there = position < text.length() && text.charAt(position) == expected;
    if (there) {
      position++;
    }
    return there;
  }

  private void skip(String blanks) {
    while (position < text.length()) {
      char next = text.charAt(position);
      if (next == '#') {
        int end = text.indexOf('\n', position);
        position = end < 0 ? text.length() : end;
      } else if (blanks.indexOf(next) >= 0) {
        line += next == '\n' ? 1 : 0;
        position++;
      } else {
        return;
      }
    }
  }
}
