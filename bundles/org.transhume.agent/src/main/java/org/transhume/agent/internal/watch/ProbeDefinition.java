// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.watch;

import java.util.Objects;
import java.util.regex.Pattern;
import org.transhume.spi.probe.Probe;
import org.transhume.spi.probe.Subject;

/**
 * A probe that serves, with what its service declared.
 *
 * @param name in object names and thresholds
 * @param version of its bundle
 * @param unit of its values
 * @param watches what its thresholds watch
 * @param defaults what counts until an operator changes it
 * @param probe what measures
 */
public record ProbeDefinition(
    String name,
    String version,
    String unit,
    Subject.Kind watches,
    ProbeParameters defaults,
    Probe probe) {

  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,64}");

  /** Refuses names that the contract does not allow. */
  public ProbeDefinition {
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(unit, "unit");
    Objects.requireNonNull(watches, "watches");
    Objects.requireNonNull(defaults, "defaults");
    Objects.requireNonNull(probe, "probe");
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "probe.name '" + name + "': lower-case letters, digits and hyphens are allowed");
    }
  }
}
