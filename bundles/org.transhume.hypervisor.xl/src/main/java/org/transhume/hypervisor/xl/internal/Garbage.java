// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.xl.internal;

import java.util.Map;
import org.transhume.spi.hypervisor.HypervisorException;
import org.transhume.spi.hypervisor.Reason;

/** What is said of output that makes no sense. */
final class Garbage {

  private static final int LONGEST_EXCERPT = 200;

  private Garbage() {}

  static HypervisorException in(CommandResult result, String found) {
    return in(result, found, null);
  }

  static HypervisorException in(CommandResult result, String found, Throwable cause) {
    String excerpt = found.substring(0, Math.min(found.length(), LONGEST_EXCERPT));
    return new HypervisorException(
        Reason.GARBAGE,
        "'" + result.command() + "' printed what cannot be understood: " + excerpt,
        Map.of("command", result.command().toString(), "found", excerpt),
        cause);
  }
}
