// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests.chaos;

import org.transhume.api.mx.StepResult;

/** Sees what agents answer to orders. */
@FunctionalInterface
interface Witness {

  /**
   * An agent has answered, whether that arrives or not.
   *
   * @param order of a migration, a boot or a stop
   * @param tooLate whether the agent knew a newer leader when the order came
   */
  void answered(Record order, boolean tooLate, StepResult result);
}
