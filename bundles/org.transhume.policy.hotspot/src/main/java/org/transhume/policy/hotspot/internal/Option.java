// SPDX-License-Identifier: Apache-2.0
package org.transhume.policy.hotspot.internal;

import java.util.Comparator;
import java.util.Map;
import org.transhume.api.model.DomainSnapshot;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.Move;

/**
 * One possible move.
 *
 * @param source the hot host
 * @param domain what would be moved
 * @param target where it would go
 * @param high the source's high threshold
 * @param low the source's low threshold
 */
record Option(HostModel source, DomainSnapshot domain, HostModel target, double high, double low) {

  /**
   * The strongest effect first; then the least memory to copy, or, where a host is merely eased,
   * the greatest ease; then the coolest target; then names, so that the choice is never by chance.
   */
  static final Comparator<Option> BEST_FIRST =
      Comparator.comparing(Option::effect)
          .thenComparingDouble(option -> option.effect() == Effect.EASED ? -option.gain() : 0)
          .thenComparingLong(option -> option.domain().memoryBytes())
          .thenComparingDouble(Option::targetAfter)
          .thenComparing(option -> option.domain().uuid())
          .thenComparing(option -> option.target().name());

  /** What a move does for its source. */
  enum Effect {
    /** Its reading becomes normal. */
    NORMAL,
    /** It falls below its high threshold. */
    BELOW_HIGH,
    /** It stays hot, and less so. */
    EASED
  }

  Effect effect() {
    double after = sourceAfter();
    if (after < low) {
      return Effect.NORMAL;
    }
    return after < high ? Effect.BELOW_HIGH : Effect.EASED;
  }

  double gain() {
    return source.pressure() - sourceAfter();
  }

  double sourceAfter() {
    return source.pressureWithout(domain);
  }

  double targetAfter() {
    return target.pressureWith(domain);
  }

  Move move(double targetLimit) {
    String text =
        source.name()
            + " wants "
            + Relief.share(source.pressure())
            + " of its processors (threshold "
            + Relief.share(high)
            + "); without "
            + domain.name()
            + " ("
            + Relief.share(HostModel.demand(domain))
            + " processors"
            + (isAtItsCap() ? ", held by its cap, which goes along" : "")
            + ", "
            + Relief.mebibytes(domain.memoryBytes())
            + " MiB) it "
            + (effect() == Effect.EASED ? "is eased to " : "comes down to ")
            + Relief.share(sourceAfter())
            + ", and "
            + target.name()
            + " goes from "
            + Relief.share(target.pressure())
            + " to "
            + Relief.share(targetAfter())
            + " of at most "
            + Relief.share(targetLimit);
    Explanation reason =
        new Explanation(
            effect() == Effect.EASED ? "HOT_SPOT_EASED" : "HOT_SPOT",
            text,
            Map.of(
                "sourceBefore", Relief.share(source.pressure()),
                "sourceAfter", Relief.share(sourceAfter()),
                "highThreshold", Relief.share(high),
                "targetBefore", Relief.share(target.pressure()),
                "targetAfter", Relief.share(targetAfter()),
                "targetLimit", Relief.share(targetLimit)));
    return new Move(
        domain.uuid(),
        domain.name(),
        source.name(),
        target.name(),
        reason,
        gain(),
        domain.memoryBytes());
  }

  private boolean isAtItsCap() {
    double cap = domain.capPercent() / 100.0;
    return domain.capPercent() > 0 && domain.cpuLoad().orElse(0) >= 0.95 * cap;
  }
}
