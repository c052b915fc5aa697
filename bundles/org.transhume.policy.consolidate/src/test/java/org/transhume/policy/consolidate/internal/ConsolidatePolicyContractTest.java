// SPDX-License-Identifier: Apache-2.0
package org.transhume.policy.consolidate.internal;

import org.transhume.spi.policy.Policy;
import org.transhume.spi.policy.PolicyContract;

class ConsolidatePolicyContractTest extends PolicyContract {

  @Override
  protected Policy policy() {
    return new ConsolidatePolicy();
  }
}
