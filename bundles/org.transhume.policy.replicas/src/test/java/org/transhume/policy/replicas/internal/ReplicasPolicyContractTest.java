// SPDX-License-Identifier: Apache-2.0
package org.transhume.policy.replicas.internal;

import org.transhume.spi.policy.Policy;
import org.transhume.spi.policy.PolicyContract;

class ReplicasPolicyContractTest extends PolicyContract {

  @Override
  protected Policy policy() {
    return new ReplicasPolicy();
  }
}
