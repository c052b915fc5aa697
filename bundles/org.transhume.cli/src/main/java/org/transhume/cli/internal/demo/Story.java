// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.transhume.cli.internal.demo.Scene.RefusalScene;

/** A story as far as it was told: its plot, and what was seen. */
final class Story {

  private final Plot plot;
  private final Map<String, RefusalScene> refusals = new LinkedHashMap<>();
  private Scene scene;

  Story(Plot plot) {
    this.plot = plot;
  }

  /**
   * Goes on.
   *
   * @param sinceStartMillis time since the first table
   * @return what happens to the cluster now, if anything does
   */
  Optional<Deed> next(Scene seen, long sinceStartMillis) {
    scene = seen;
    seen.refusals().forEach(refusal -> refusals.putIfAbsent(refusal.key(), refusal));
    return plot.next(seen, sinceStartMillis);
  }

  /** What happens in it. */
  Plot plot() {
    return plot;
  }

  /** What was seen last. */
  Scene scene() {
    return scene;
  }

  /** Every refusal that was seen, each once. */
  List<RefusalScene> refusals() {
    return List.copyOf(refusals.values());
  }
}
