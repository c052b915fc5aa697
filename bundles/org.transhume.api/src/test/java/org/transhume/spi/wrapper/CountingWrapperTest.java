// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.wrapper;

import java.util.Map;

class CountingWrapperTest extends WrapperContract {

  @Override
  protected WrapperBench bench() {
    return new WrapperBench(
        new CountingWrapper(),
        new WrappedDomain("a-204-02", "etch-1-1", "u-1"),
        Map.of("first", "3"));
  }
}
