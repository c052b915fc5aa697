// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.demo;

import java.util.Optional;
import org.transhume.api.model.MigrationPhase;
import org.transhume.cli.internal.view.Quantity;

/** Two domains of one host want more, and the host is relieved of one of them. */
final class HotSpotPlot implements Plot {

  private final long seed;
  private Chapter chapter = Chapter.CALM;
  private HeatPlan heat;
  private Scene scene;
  private long hotSinceMillis;

  HotSpotPlot(long seed) {
    this.seed = seed;
  }

  @Override
  public Optional<Deed> next(Scene seen, long sinceStartMillis) {
    scene = seen;
    if (heat != null) {
      goOn(sinceStartMillis);
      return Optional.empty();
    }
    if (sinceStartMillis < CALM_MILLIS) {
      return Optional.empty();
    }
    Optional<HeatPlan> plan = HeatPlan.choose(seen.hosts(), seed);
    plan.ifPresent(
        chosen -> {
          heat = chosen;
          hotSinceMillis = sinceStartMillis;
          chapter = Chapter.tense("load rises on " + heat.host() + ": " + heat.inWords());
        });
    return plan.map(chosen -> stage -> chosen.demands().forEach(stage::setDemand));
  }

  private void goOn(long sinceStartMillis) {
    boolean relieved = isFulfilled();
    if (relieved && chapter.mood() != Mood.GOOD) {
      chapter =
          Chapter.good(
              "relieved: "
                  + heat.host()
                  + " reads normal, "
                  + Quantity.millis(sinceStartMillis - hotSinceMillis)
                  + " after its load rose");
    } else if (!relieved && chapter.mood() == Mood.GOOD) {
      chapter = Chapter.tense(heat.host() + " reads high again");
    }
  }

  @Override
  public Chapter chapter() {
    return chapter;
  }

  /** Whether, as things stand, a migration away from the hot host is done and it reads normal. */
  @Override
  public boolean isFulfilled() {
    return heat != null
        && scene.isNormal(heat.host())
        && scene.migrations().stream()
            .map(Scene.MigrationScene::event)
            .anyMatch(
                event ->
                    event.phase() == MigrationPhase.DONE && event.source().equals(heat.host()));
  }

  @Override
  public String ending() {
    return (heat == null ? "no host" : heat.host())
        + (isFulfilled() ? " was relieved" : " was not relieved");
  }

  /** What was heated; empty while calm. */
  Optional<HeatPlan> heat() {
    return Optional.ofNullable(heat);
  }
}
