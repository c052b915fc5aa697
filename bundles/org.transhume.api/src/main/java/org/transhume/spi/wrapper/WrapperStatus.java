// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.wrapper;

import java.util.Map;
import java.util.Objects;

/**
 * What a look at the software has shown.
 *
 * @param health how it is
 * @param text one sentence for an operator
 * @param attributes its own figures, by name
 */
public record WrapperStatus(WrapperHealth health, String text, Map<String, String> attributes) {

  /** Copies the map. */
  public WrapperStatus {
    Objects.requireNonNull(health, "health");
    Objects.requireNonNull(text, "text");
    attributes = Map.copyOf(attributes);
  }

  /** A status without figures. */
  public static WrapperStatus of(WrapperHealth health, String text) {
    return new WrapperStatus(health, text, Map.of());
  }
}
