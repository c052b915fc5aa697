// SPDX-License-Identifier: Apache-2.0
package org.transhume.migration.side;

import java.util.Map;
import java.util.Objects;
import org.transhume.api.model.Explanation;

/**
 * What is to be done, and why.
 *
 * @param remedy what
 * @param why one sentence for an operator; of a repair it says what the person must do
 */
public record Verdict(Remedy remedy, Explanation why) {

  /** Requires both components. */
  public Verdict {
    Objects.requireNonNull(remedy, "remedy");
    Objects.requireNonNull(why, "why");
  }

  static Verdict of(Remedy remedy, String code, String text) {
    return new Verdict(remedy, Explanation.of(code, text));
  }

  static Verdict repair(CopyState source, CopyState target, String text) {
    return new Verdict(
        Remedy.REPAIR,
        new Explanation(
            "REPAIR_" + source + "_" + target,
            "source " + source + ", target " + target + ": " + text,
            Map.of("source", source.name(), "target", target.name())));
  }
}
