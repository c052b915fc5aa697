// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import java.util.Objects;

/**
 * One thing that a wrapper was asked to do. It is kept with the wrapper's state, on every host that
 * the domain comes to, so that nothing is done twice under one id.
 *
 * @param id given by whoever asked, else by the agent
 * @param operation {@code configure}, {@code start}, {@code stop} or one of the wrapper's own
 * @param state how far it has come
 * @param text its answer, or why it failed; of a long one the beginning
 * @param host where it was begun
 * @param beganAtEpochMillis when
 * @param endedAtEpochMillis when it ended; null while it runs and where nobody saw its end
 */
public record WrapperDeed(
    String id,
    String operation,
    DeedState state,
    String text,
    String host,
    long beganAtEpochMillis,
    Long endedAtEpochMillis) {

  /** Requires the texts. */
  public WrapperDeed {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(operation, "operation");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(host, "host");
  }

  /** One that begins. */
  public static WrapperDeed begun(String id, String operation, String host, long atEpochMillis) {
    return new WrapperDeed(id, operation, DeedState.RUNNING, "", host, atEpochMillis, null);
  }

  /** The same at its end. */
  public WrapperDeed ended(DeedState as, String with, long atEpochMillis) {
    return new WrapperDeed(id, operation, as, with, host, beganAtEpochMillis, atEpochMillis);
  }

  /** The same, its end unseen. */
  public WrapperDeed lost(String why) {
    return new WrapperDeed(id, operation, DeedState.UNKNOWN, why, host, beganAtEpochMillis, null);
  }
}
