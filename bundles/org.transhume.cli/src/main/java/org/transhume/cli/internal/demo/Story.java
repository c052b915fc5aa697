// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.transhume.api.model.MigrationPhase;
import org.transhume.cli.internal.demo.Scene.RefusalScene;

/**
 * The demo's story, told by what is seen and by the time that passes: calm, then two domains of one
 * host want more, then the manager's answer. Decides nothing itself but when to raise the load.
 */
final class Story {

  /** How far the story has come. */
  enum Chapter {
    /** The cluster as it begins. */
    CALM,
    /** Load was raised, and no migration has relieved the host yet. */
    HOT,
    /** A migration away from the host is done, and its processors read normal. */
    RELIEVED
  }

  /** Long enough to look at the calm cluster. */
  static final long CALM_MILLIS = 5_000;

  private final long seed;
  private final Map<String, RefusalScene> refusals = new LinkedHashMap<>();
  private HeatPlan heat;
  private Scene scene;
  private long hotSinceMillis;

  Story(long seed) {
    this.seed = seed;
  }

  /**
   * Goes on.
   *
   * @param sinceStartMillis time since the first table
   * @return the load to raise, once, when it is time for it
   */
  Optional<HeatPlan> next(Scene seen, long sinceStartMillis) {
    scene = seen;
    seen.refusals().forEach(refusal -> refusals.putIfAbsent(refusal.key(), refusal));
    if (heat == null && sinceStartMillis >= CALM_MILLIS) {
      Optional<HeatPlan> plan = HeatPlan.choose(seen.hosts(), seed);
      plan.ifPresent(
          chosen -> {
            heat = chosen;
            hotSinceMillis = sinceStartMillis;
          });
      return plan;
    }
    return Optional.empty();
  }

  /** How far the story has come. */
  Chapter chapter() {
    if (heat == null) {
      return Chapter.CALM;
    }
    return isRelieved() ? Chapter.RELIEVED : Chapter.HOT;
  }

  /** Whether, as things stand, a migration away from the hot host is done and it reads normal. */
  boolean isRelieved() {
    return heat != null
        && scene.isNormal(heat.host())
        && scene.migrations().stream()
            .map(Scene.MigrationScene::event)
            .anyMatch(
                event ->
                    event.phase() == MigrationPhase.DONE && event.source().equals(heat.host()));
  }

  /** What was heated; empty while calm. */
  Optional<HeatPlan> heat() {
    return Optional.ofNullable(heat);
  }

  /** When it was heated, since the first table. */
  long hotSinceMillis() {
    return hotSinceMillis;
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
