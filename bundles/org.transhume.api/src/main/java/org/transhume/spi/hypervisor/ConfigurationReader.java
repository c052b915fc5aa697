// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.hypervisor;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a {@link Hypervisor} may offer besides, where it can tell which domain a configuration is
 * of. Without it a host creates also what the cluster runs elsewhere.
 */
public interface ConfigurationReader {

  /**
   * Which domain {@link Hypervisor#create} would make, and how large. Never blocks, and checks
   * nothing else.
   *
   * @param configuration in the hypervisor's own language
   */
  Named named(String configuration);

  /**
   * Which domain a configuration is of.
   *
   * @param name the domain's name; empty when the configuration gives none that can be read
   * @param uuid its uuid in lower case; empty when the hypervisor would choose one
   * @param memoryBytes memory that it starts with; empty when that cannot be read
   * @param vcpus virtual processors that it starts with; 0 when that cannot be read
   */
  record Named(Optional<String> name, Optional<String> uuid, OptionalLong memoryBytes, int vcpus) {

    /** Of a configuration from which nothing can be read. */
    public static final Named NOTHING =
        new Named(Optional.empty(), Optional.empty(), OptionalLong.empty());

    /** Of a domain whose virtual processors are not known. */
    public Named(Optional<String> name, Optional<String> uuid, OptionalLong memoryBytes) {
      this(name, uuid, memoryBytes, 0);
    }

    /** Requires all components. */
    public Named {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(uuid, "uuid");
      Objects.requireNonNull(memoryBytes, "memoryBytes");
    }
  }
}
