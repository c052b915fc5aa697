// SPDX-License-Identifier: Apache-2.0
package org.transhume.fence.internal;

import java.util.Optional;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.spi.fence.Fence;

/** A fence that is offered while its configuration is right; else the log says what is wrong. */
final class Offer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Offer.class);

  private final Optional<ServiceRegistration<Fence>> registration;

  /**
   * Offers what was configured.
   *
   * @param pid of the configuration, for the log
   * @param configured makes the fence, or throws an IllegalArgumentException that names the wrong
   *     property
   */
  Offer(BundleContext context, String pid, Supplier<Fence> configured) {
    registration =
        read(pid, configured).map(fence -> context.registerService(Fence.class, fence, null));
  }

  private static Optional<Fence> read(String pid, Supplier<Fence> configured) {
    try {
      Fence fence = configured.get();
      LOG.info("Hosts are fenced by {}", fence.description());
      return Optional.of(fence);
    } catch (IllegalArgumentException e) {
      LOG.error(
          "No fence by etc/{}.cfg: {}. Correct it; no restart is needed", pid, e.getMessage());
      return Optional.empty();
    }
  }

  /** Takes it back. */
  @Override
  public void close() {
    registration.ifPresent(ServiceRegistration::unregister);
  }
}
