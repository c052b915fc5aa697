// SPDX-License-Identifier: Apache-2.0
package org.transhume.fence.internal;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.spi.fence.Fence;
import org.transhume.spi.fence.FenceBench;
import org.transhume.spi.fence.FenceContract;

/** What a fence promises, with the real ipmitool and a simulated controller behind it. */
class RealIpmitoolFenceContractTest extends FenceContract {

  @TempDir Path folder;

  @Override
  protected FenceBench bench() throws Exception {
    SimulatedController controller = SimulatedController.start(folder);
    Fence fence = controller.fence(Duration.ofSeconds(12));
    return new FenceBench() {
      @Override
      public Fence fence() {
        return fence;
      }

      @Override
      public String host() {
        return SimulatedController.HOST;
      }

      @Override
      public boolean isOn() {
        return controller.isOn();
      }

      @Override
      public void resist() {
        controller.resist();
      }

      @Override
      public void hang() {
        controller.hang();
      }

      @Override
      public void close() {
        controller.close();
      }
    };
  }
}
