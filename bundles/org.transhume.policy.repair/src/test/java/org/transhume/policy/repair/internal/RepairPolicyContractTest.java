// SPDX-License-Identifier: Apache-2.0
package org.transhume.policy.repair.internal;

import org.transhume.spi.policy.Policy;
import org.transhume.spi.policy.PolicyContract;

class RepairPolicyContractTest extends PolicyContract {

  @Override
  protected Policy policy() {
    return new RepairPolicy();
  }
}
