// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.wrapper;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.spi.wrapper.WrappedDomain;
import org.transhume.spi.wrapper.Wrapper;
import org.transhume.spi.wrapper.WrapperAnswer;
import org.transhume.spi.wrapper.WrapperException;
import org.transhume.spi.wrapper.WrapperState;
import org.transhume.spi.wrapper.WrapperStatus;

/**
 * The wrapper of one domain that a bundle has made, or why there is none.
 *
 * @param by its definition; empty while no bundle brings one
 * @param wrapper itself; empty also when its bundle failed to make it
 * @param problem how it failed; else empty
 */
record BuiltWrapper(
    Optional<WrapperDefinition> by, Optional<Wrapper> wrapper, Optional<String> problem) {

  static final BuiltWrapper NONE =
      new BuiltWrapper(Optional.empty(), Optional.empty(), Optional.empty());

  private static final Logger LOG = LoggerFactory.getLogger(BuiltWrapper.class);

  /** Lets a definition make the wrapper of a domain; whatever it throws is why there is none. */
  static BuiltWrapper of(WrapperDefinition by, WrappedDomain domain) {
    return CompletableFuture.supplyAsync(() -> by.factory().wrap(domain), Runnable::run)
        .handle(
            (made, failure) -> {
              if (failure == null && made != null) {
                return new BuiltWrapper(Optional.of(by), Optional.of(made), Optional.empty());
              }
              LOG.error(
                  "{}: wrapper {} of {} cannot be made",
                  domain.host(),
                  by.name(),
                  domain.name(),
                  failure);
              return new BuiltWrapper(
                  Optional.of(by),
                  Optional.empty(),
                  Optional.of("its bundle failed to make it: " + failure));
            })
        .join();
  }

  /** Carries out a request. Blocks; a failure is the cause of the exception. */
  WrapperAnswer call(WrapperRequest request, WrapperState state) {
    Wrapper made = wrapper.orElseThrow();
    try {
      return request.act().on(made, readable(made, state));
    } catch (WrapperException e) {
      throw new CompletionException(e);
    }
  }

  /** Looks at the software. Blocks. */
  WrapperStatus look(WrapperState state) {
    Wrapper made = wrapper.orElseThrow();
    return made.status(readable(made, state));
  }

  /** A state that this version cannot read counts as none. */
  private static WrapperState readable(Wrapper wrapper, WrapperState state) {
    if (state.values().isEmpty()) {
      return WrapperState.empty(wrapper.schema());
    }
    try {
      return wrapper.adopt(state);
    } catch (IllegalArgumentException e) {
      LOG.error("a wrapper's state cannot be read by its present version, and counts as none", e);
      return WrapperState.empty(wrapper.schema());
    }
  }
}
