// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.coordination;

/** The ensemble that other tests rely on keeps the contract, too. */
class MemoryCoordinationTest extends CoordinationContract {

  @Override
  protected CoordinationBench bench() {
    return new MemoryCoordination();
  }
}
