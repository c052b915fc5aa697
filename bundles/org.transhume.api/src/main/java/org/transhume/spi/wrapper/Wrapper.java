// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.wrapper;

import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The software of one domain, seen from the host that the domain is on. It has no memory of its
 * own: what it needs to know later it puts into the state, which moves with the domain. It is
 * dropped when the domain leaves, without a word.
 *
 * <p>The agent calls the methods that take a state one after the other, on a thread that may block,
 * and never while the domain is handed over. Each returns within a bounded time; an interrupt ends
 * it early.
 */
@ConsumerType
public interface Wrapper {

  /** Number of the layout of the states that it makes. */
  int schema();

  /**
   * Turns the state of another version into its own.
   *
   * @throws IllegalArgumentException when it cannot; then it begins with an empty state
   */
  default WrapperState adopt(WrapperState state) {
    if (state.schema() != schema()) {
      throw new IllegalArgumentException("schema " + state.schema() + " is not " + schema());
    }
    return state;
  }

  /** What it can do beyond its life cycle. Does not block. */
  List<WrapperOperation> operations();

  /**
   * Makes the software ready to be started: checks the settings, writes its files. Called again, it
   * does so anew with the new settings.
   *
   * @param settings by name, as an operator or an application gave them; all of them each time
   */
  WrapperAnswer configure(WrapperState state, Map<String, String> settings) throws WrapperException;

  /** Starts the software; does nothing when it runs already. Returns when it runs. */
  WrapperAnswer start(WrapperState state) throws WrapperException;

  /** Stops the software; does nothing when it has stopped already. Returns when it has stopped. */
  WrapperAnswer stop(WrapperState state) throws WrapperException;

  /** Looks how the software is, and changes nothing. What goes wrong is a status, too. */
  WrapperStatus status(WrapperState state);

  /**
   * Carries out an operation of its own.
   *
   * @param operation name of one of {@link #operations}
   * @param arguments as many as it has parameters
   */
  WrapperAnswer invoke(WrapperState state, String operation, List<String> arguments)
      throws WrapperException;
}
