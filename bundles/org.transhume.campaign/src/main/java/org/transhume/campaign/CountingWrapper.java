// SPDX-License-Identifier: Apache-2.0
package org.transhume.campaign;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The software that T12 wraps: a book in which each call of its operation writes a number down. A
 * call that is done twice, or not at all, shows in what the book holds.
 */
public final class CountingWrapper {

  /** The wrapper's name. */
  public static final String NAME = "counter";

  /** The domain that it is for. */
  public static final String DOMAIN = "etch-1-9";

  /** Its operation: writes a number down, and tells how many there are. */
  public static final String COUNT = "count";

  private CountingWrapper() {}

  /**
   * What {@code etc/org.transhume.wrapper-counter.cfg} says of it, on hosts that run its commands
   * themselves.
   *
   * @param domains the folder with a folder for each domain's data
   */
  public static Map<String, Object> description(Path domains) {
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("domains", DOMAIN);
    description.put("channel", "local");
    description.put("setting.book", domains + "/{domain}/book");
    description.put("start", "sh -c 'touch \"$1.open\"' counter {setting.book}");
    description.put("stop", "sh -c 'rm -f \"$1.open\"' counter {setting.book}");
    description.put("status", "sh -c 'test -e \"$1.open\"' counter {setting.book}");
    description.put(
        "operation.count.command",
        "sh -c 'echo \"$1\" >> \"$2\"; wc -l < \"$2\"' counter {number} {setting.book}");
    description.put("operation.count.parameters", "number");
    description.put(
        "operation.count.description", "writes a number down, tells how many there are");
    return description;
  }
}
