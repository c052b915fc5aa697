// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.client;

import java.nio.file.Path;
import java.util.Objects;
import org.transhume.spi.transport.Endpoint;

/**
 * Whom to talk to, and as whom.
 *
 * @param endpoint where the manager or agent listens
 * @param identity folder of the identity to show
 */
public record Target(Endpoint endpoint, Path identity) {

  /** Requires both. */
  public Target {
    Objects.requireNonNull(endpoint, "endpoint");
    Objects.requireNonNull(identity, "identity");
  }
}
