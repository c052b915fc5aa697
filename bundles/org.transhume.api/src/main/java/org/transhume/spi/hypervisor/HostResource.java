// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.hypervisor;

import java.util.Objects;

/**
 * Something of a host that a domain is configured with by name.
 *
 * @param kind what it is
 * @param name as the domain's configuration has it: a path, a bridge
 * @param identity what stands behind the name, in words that are the same on every host that has
 *     the very thing; empty when unknown
 */
public record HostResource(Kind kind, String name, String identity) {

  /** Identity of a disk that no other host can have: a file on a file system of this host. */
  public static final String LOCAL = "local";

  /** What a domain can need of its host. */
  public enum Kind {
    /** A disk: the identity is that of its content, wherever it is mounted or linked. */
    DISK,
    /** A file that is read when the guest boots: kernel, ramdisk, firmware. */
    FILE,
    /** A network bridge: the identity tells the VLANs that it leads to. */
    BRIDGE
  }

  /** Requires every component. */
  public HostResource {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(identity, "identity");
  }
}
