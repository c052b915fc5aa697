// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.List;
import java.util.function.Consumer;
import org.transhume.manager.internal.decisions.Question;
import org.transhume.spi.policy.Decision;
import org.transhume.spi.policy.Parameter;
import org.transhume.spi.policy.PolicyState;

/** Calls versions of policies across the border to plug-ins. Belongs to the loop. */
final class PolicyCalls {

  private final PlugInBorder border;

  /**
   * What a version says when it takes over.
   *
   * @param parameters that it declares
   * @param state the state that it goes on from
   */
  record TakeOver(List<Parameter> parameters, PolicyState state) {}

  PolicyCalls(PlugInBorder border) {
    this.border = border;
  }

  /** Whether that version may still answer its last call in time. */
  boolean awaits(PolicyVersion version) {
    return border.awaits(version);
  }

  /** Whether that version has not come back from its last call though its time has passed. */
  boolean hangs(PolicyVersion version) {
    return border.hangs(version);
  }

  /** Does something as soon as nobody awaits an answer of that version. */
  void whenBack(PolicyVersion version, Runnable then) {
    border.whenBack(version, then);
  }

  /** Lets a version decide; exactly one of the two is told, on the loop. */
  void decide(
      PolicyVersion version,
      Question question,
      Consumer<Decision> whenDone,
      Consumer<String> whenFailed) {
    border.call(version, () -> question.ask(version.policy()), whenDone, whenFailed);
  }

  /**
   * Lets a version take over a state; exactly one of the two is told, on the loop.
   *
   * @param kept whether that state is one that a version has returned
   */
  void takeOver(
      PolicyVersion version,
      PolicyState state,
      boolean kept,
      Consumer<TakeOver> whenDone,
      Consumer<String> whenFailed) {
    border.call(
        version,
        () -> {
          PolicyState adopted =
              kept
                  ? version.policy().adopt(state)
                  : PolicyState.empty(version.policy().stateSchema());
          if (adopted == null) {
            throw new IllegalStateException("no state");
          }
          return new TakeOver(List.copyOf(version.policy().parameters()), adopted);
        },
        whenDone,
        whenFailed);
  }
}
