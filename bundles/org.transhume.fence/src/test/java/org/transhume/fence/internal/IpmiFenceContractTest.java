// SPDX-License-Identifier: Apache-2.0
package org.transhume.fence.internal;

import org.transhume.spi.fence.Fence;
import org.transhume.spi.fence.FenceBench;
import org.transhume.spi.fence.FenceContract;

class IpmiFenceContractTest extends FenceContract {

  @Override
  protected FenceBench bench() {
    FakeController controller = new FakeController();
    Fence fence = IpmiFenceTest.fence(controller);
    return new FenceBench() {
      @Override
      public Fence fence() {
        return fence;
      }

      @Override
      public String host() {
        return "a-204-02";
      }

      @Override
      public boolean isOn() {
        return controller.on;
      }

      @Override
      public void resist() {
        controller.resists = true;
      }

      @Override
      public void hang() {
        controller.hangs = true;
      }
    };
  }
}
