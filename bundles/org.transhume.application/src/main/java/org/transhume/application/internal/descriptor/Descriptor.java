// SPDX-License-Identifier: Apache-2.0
package org.transhume.application.internal.descriptor;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * An application as a descriptor describes it, checked.
 *
 * @param application its name
 * @param text what was read
 * @param components in the order in which they are started
 */
public record Descriptor(String application, String text, List<Component> components) {

  /** Requires name and text; copies the list. */
  public Descriptor {
    Objects.requireNonNull(application, "application");
    Objects.requireNonNull(text, "text");
    components = List.copyOf(components);
  }

  /** The component of that name. */
  public Optional<Component> component(String name) {
    return components.stream().filter(component -> component.name().equals(name)).findFirst();
  }
}
