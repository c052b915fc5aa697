// SPDX-License-Identifier: Apache-2.0
package org.transhume.workload.internal.rmi;

import java.io.IOException;
import org.transhume.workload.internal.Arguments;
import org.transhume.workload.internal.ExitCode;
import org.transhume.workload.internal.Lines;
import org.transhume.workload.internal.Program;
import org.transhume.workload.internal.UsageException;

/** One call of {@code pingPong} with an argument of the given size. */
public final class RmiClient implements Program {

  @Override
  public String usage() {
    return "rmi-client ADDRESS PORT BYTES";
  }

  @Override
  public int run(Arguments arguments, Lines lines) throws UsageException, IOException {
    Caller caller = Caller.of(arguments);
    try {
      lines.print("call", caller.bytes(), caller.millis());
      return ExitCode.OK;
    } catch (IOException e) {
      lines.print("fault", "call", e.getMessage());
      return ExitCode.FAULT;
    }
  }
}
