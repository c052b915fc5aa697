// SPDX-License-Identifier: Apache-2.0
package org.transhume.workload.internal.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The average that the kernel tells: of the whole machine. */
final class SystemLoad implements LoadAverage {

  private static final Path FILE = Path.of("/proc/loadavg");

  @Override
  public String name() {
    return FILE.toString();
  }

  @Override
  public double afterSecond(int threads) throws IOException {
    return Double.parseDouble(Files.readString(FILE).split(" ", 2)[0]);
  }
}
