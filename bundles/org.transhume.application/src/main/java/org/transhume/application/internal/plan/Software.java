// SPDX-License-Identifier: Apache-2.0
package org.transhume.application.internal.plan;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.transhume.api.mx.WrapperDeed;
import org.transhume.api.mx.WrapperPhase;
import org.transhume.spi.wrapper.WrapperHealth;

/**
 * The software in a domain, as its wrapper shows it.
 *
 * @param phase what was last made of it
 * @param health how it was when it was looked at last
 * @param healthText the same, for people
 * @param healthAtEpochMillis when that was, by its host's clock; 0 before the first look
 * @param settings that it was configured with last
 * @param deeds what it was asked to do last, the newest at the end
 */
public record Software(
    WrapperPhase phase,
    WrapperHealth health,
    String healthText,
    long healthAtEpochMillis,
    Map<String, String> settings,
    List<WrapperDeed> deeds) {

  /** Requires every component; copies the collections. */
  public Software {
    Objects.requireNonNull(phase, "phase");
    Objects.requireNonNull(health, "health");
    Objects.requireNonNull(healthText, "healthText");
    settings = Map.copyOf(settings);
    deeds = List.copyOf(deeds);
  }

  /** Whether it was started, and nobody has stopped it since. */
  public boolean isStarted() {
    return phase == WrapperPhase.STARTED;
  }

  /** Whether it was started and answers. */
  public boolean isRunning() {
    return isStarted() && health == WrapperHealth.RUNNING;
  }
}
