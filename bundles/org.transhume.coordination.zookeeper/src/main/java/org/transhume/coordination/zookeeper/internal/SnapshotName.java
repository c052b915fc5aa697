// SPDX-License-Identifier: Apache-2.0
package org.transhume.coordination.zookeeper.internal;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A folder of packed records.
 *
 * @param upTo it stands for all records up to the one of that number; -1 for none
 * @param term number of the term in which it was made
 * @param count tells apart those of one term
 */
record SnapshotName(long upTo, long term, int count) {

  private static final Pattern FORM = Pattern.compile("s(-?\\d{1,18})_(\\d{1,19})_(\\d{1,9})");

  /**
   * Reads what {@link Places#snapshot} says.
   *
   * @return empty when it says nothing
   * @throws IllegalArgumentException when it is no such name
   */
  static Optional<SnapshotName> read(byte[] data) {
    String text = new String(data, StandardCharsets.US_ASCII);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException("no snapshot's name: " + text);
    }
    return Optional.of(
        new SnapshotName(
            Long.parseLong(form.group(1)),
            Long.parseLong(form.group(2)),
            Integer.parseInt(form.group(3))));
  }

  byte[] bytes() {
    return toString().getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public String toString() {
    return "s" + upTo + "_" + term + "_" + count;
  }
}
