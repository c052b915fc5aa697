// SPDX-License-Identifier: Apache-2.0
package org.transhume.policy.balance.internal;

import org.transhume.spi.policy.Policy;
import org.transhume.spi.policy.PolicyContract;

class BalancePolicyContractTest extends PolicyContract {

  @Override
  protected Policy policy() {
    return new BalancePolicy();
  }
}
