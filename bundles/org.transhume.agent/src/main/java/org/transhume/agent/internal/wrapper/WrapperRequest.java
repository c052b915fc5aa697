// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.wrapper;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.transhume.api.mx.WrapperDeed;
import org.transhume.api.mx.WrapperPhase;
import org.transhume.spi.wrapper.Wrapper;
import org.transhume.spi.wrapper.WrapperAnswer;
import org.transhume.spi.wrapper.WrapperException;
import org.transhume.spi.wrapper.WrapperState;

/**
 * Something that a wrapper is asked to do, and where its end is told.
 *
 * @param id under which it is done once
 * @param operation for people
 * @param act what to call
 * @param outcome completed with the deed's end, or with why it was not begun
 */
record WrapperRequest(
    String id, String operation, Act act, CompletableFuture<WrapperDeed> outcome) {

  /** What a deed calls, and what it makes of the memory when it succeeds. */
  interface Act {

    WrapperAnswer on(Wrapper wrapper, WrapperState state) throws WrapperException;

    default WrapperPhase phaseAfter(WrapperPhase before) {
      return before;
    }

    default Map<String, String> settingsAfter(Map<String, String> before) {
      return before;
    }
  }

  static WrapperRequest configure(String id, Map<String, String> settings) {
    return of(
        id,
        "configure",
        new Act() {
          @Override
          public WrapperAnswer on(Wrapper wrapper, WrapperState state) throws WrapperException {
            return wrapper.configure(state, settings);
          }

          @Override
          public WrapperPhase phaseAfter(WrapperPhase before) {
            return before == WrapperPhase.STARTED ? before : WrapperPhase.CONFIGURED;
          }

          @Override
          public Map<String, String> settingsAfter(Map<String, String> before) {
            return settings;
          }
        });
  }

  static WrapperRequest start(String id) {
    return of(id, "start", reaching(WrapperPhase.STARTED, Wrapper::start));
  }

  static WrapperRequest stop(String id) {
    return of(id, "stop", reaching(WrapperPhase.STOPPED, Wrapper::stop));
  }

  static WrapperRequest invoke(String id, String operation, List<String> arguments) {
    return of(id, operation, (wrapper, state) -> wrapper.invoke(state, operation, arguments));
  }

  private static WrapperRequest of(String id, String operation, Act act) {
    return new WrapperRequest(id, operation, act, new CompletableFuture<>());
  }

  /** One of a wrapper's own methods. */
  @FunctionalInterface
  private interface Call {
    WrapperAnswer on(Wrapper wrapper, WrapperState state) throws WrapperException;
  }

  private static Act reaching(WrapperPhase phase, Call call) {
    return new Act() {
      @Override
      public WrapperAnswer on(Wrapper wrapper, WrapperState state) throws WrapperException {
        return call.on(wrapper, state);
      }

      @Override
      public WrapperPhase phaseAfter(WrapperPhase before) {
        return phase;
      }
    };
  }
}
