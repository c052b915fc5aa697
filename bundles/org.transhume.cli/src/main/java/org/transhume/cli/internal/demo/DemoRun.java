// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.transhume.cli.internal.CommandFailure;
import org.transhume.cli.internal.session.Interruption;

/** Runs the story: looks, raises the load when the story says so, shows, and knows when to end. */
final class DemoRun {

  private static final Duration LOOK_PERIOD = Duration.ofMillis(250);

  private final Eye eye;
  private final Stage stage;
  private final BooleanSupplier containerAlive;
  private final Interruption interruption;
  private final LongSupplier nowMillis;

  DemoRun(
      Eye eye,
      Stage stage,
      BooleanSupplier containerAlive,
      Interruption interruption,
      LongSupplier nowMillis) {
    this.eye = eye;
    this.stage = stage;
    this.containerAlive = containerAlive;
    this.interruption = interruption;
    this.nowMillis = nowMillis;
  }

  /** Waits until every host has told its load, so that the first table is whole. */
  void await(Story story, int hosts, Duration patience) throws CommandFailure, IOException {
    long deadline = nowMillis.getAsLong() + patience.toMillis();
    Scene scene = eye.look();
    while (!scene.isComplete(hosts)) {
      if (interruption.isAsked()) {
        throw new CommandFailure("interrupted before the first table");
      }
      if (!containerAlive.getAsBoolean() || nowMillis.getAsLong() > deadline) {
        throw new CommandFailure(
            "only "
                + scene.hosts().size()
                + " of "
                + hosts
                + " hosts told their load within "
                + patience.toSeconds()
                + " s");
      }
      interruption.await(LOOK_PERIOD);
      scene = eye.look();
    }
    story.plot().opening().on(stage);
    story.next(scene, 0);
  }

  /**
   * Tells the story until its time is over or somebody asks for the end.
   *
   * @param once whether to stop, too, as soon as the story has come to its end
   */
  void tell(Story story, Teller teller, Duration period, OptionalLong durationMillis, boolean once)
      throws CommandFailure, IOException {
    long start = nowMillis.getAsLong();
    long elapsed = 0;
    teller.tell(story, 0);
    while (!interruption.isAsked()
        && !(once && story.plot().isFulfilled())
        && (durationMillis.isEmpty() || elapsed < durationMillis.getAsLong())) {
      interruption.await(period);
      if (interruption.isAsked()) {
        return;
      }
      if (!containerAlive.getAsBoolean()) {
        throw new CommandFailure("the demo's container ended; run it again");
      }
      elapsed = nowMillis.getAsLong() - start;
      Optional<Deed> deed = story.next(eye.look(), elapsed);
      if (deed.isPresent()) {
        deed.get().on(stage);
      }
      teller.tell(story, elapsed);
    }
  }

  /** Looks at the cluster. */
  @FunctionalInterface
  interface Eye {

    /** The cluster now. */
    Scene look() throws IOException;
  }
}
