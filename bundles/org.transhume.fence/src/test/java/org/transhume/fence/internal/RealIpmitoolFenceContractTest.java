// SPDX-License-Identifier: Apache-2.0
package org.transhume.fence.internal;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.spi.fence.FenceBench;
import org.transhume.spi.fence.FenceContract;

/** What a fence promises, with the real ipmitool and a simulated controller behind it. */
class RealIpmitoolFenceContractTest extends FenceContract {

  @TempDir Path folder;

  @Override
  protected FenceBench bench() throws Exception {
    return SimulatedController.start(folder);
  }
}
