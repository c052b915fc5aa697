// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.xl.internal;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.spi.hypervisor.HypervisorBench;
import org.transhume.spi.hypervisor.SurveyContract;

class XlSurveyContractTest extends SurveyContract {

  @TempDir private Path folder;

  @Override
  protected HypervisorBench bench() throws IOException {
    return XlBench.in(folder);
  }
}
