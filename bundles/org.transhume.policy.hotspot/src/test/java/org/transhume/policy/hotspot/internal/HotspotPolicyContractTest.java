// SPDX-License-Identifier: Apache-2.0
package org.transhume.policy.hotspot.internal;

import org.transhume.spi.policy.Policy;
import org.transhume.spi.policy.PolicyContract;

class HotspotPolicyContractTest extends PolicyContract {

  @Override
  protected Policy policy() {
    return new HotspotPolicy();
  }
}
