// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

/** Makes text that others chose safe for one line of a log: no control characters, bounded. */
final class LogText {

  private static final int MAXIMUM_LENGTH = 300;

  private LogText() {}

  static String of(Object chosenByOthers) {
    String text = String.valueOf(chosenByOthers);
    StringBuilder safe = new StringBuilder(Math.min(text.length(), MAXIMUM_LENGTH) + 1);
    for (int i = 0; i < text.length() && i < MAXIMUM_LENGTH; i++) {
      char c = text.charAt(i);
      if (c >= ' ' && c < 0x7f && c != '\\') {
        safe.append(c);
      } else {
        safe.append(String.format("\\u%04x", (int) c));
      }
    }
    return text.length() > MAXIMUM_LENGTH ? safe.append("...").toString() : safe.toString();
  }
}
