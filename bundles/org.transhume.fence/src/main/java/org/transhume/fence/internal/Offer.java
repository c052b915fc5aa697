// SPDX-License-Identifier: Apache-2.0
package org.transhume.fence.internal;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A service that is offered while its configuration is right; else the log says what is wrong. */
final class Offer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Offer.class);

  private final Optional<ServiceRegistration<?>> registration;

  private Offer(Optional<ServiceRegistration<?>> registration) {
    this.registration = registration;
  }

  /**
   * Offers what was configured.
   *
   * @param pid of the configuration, for the log
   * @param as the interfaces that it is offered by
   * @param configured makes it, or throws an IllegalArgumentException that names the wrong property
   * @param description what it is, for the log
   */
  static <S> Offer of(
      BundleContext context,
      String pid,
      List<Class<? super S>> as,
      Supplier<S> configured,
      Function<S, String> description) {
    try {
      S service = configured.get();
      LOG.info("Power of hosts: {}", description.apply(service));
      String[] names = as.stream().map(Class::getName).toArray(String[]::new);
      return new Offer(Optional.of(context.registerService(names, service, null)));
    } catch (IllegalArgumentException e) {
      LOG.error(
          "Nothing is done by etc/{}.cfg: {}. Correct it; no restart is needed",
          pid,
          e.getMessage());
      return new Offer(Optional.empty());
    }
  }

  /** Takes it back. */
  @Override
  public void close() {
    registration.ifPresent(ServiceRegistration::unregister);
  }
}
