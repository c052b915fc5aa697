// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.xl.internal;

import java.util.List;

/**
 * What a command that came to its end by itself left behind.
 *
 * @param command what was run
 * @param exitCode its exit status; 128 and the signal's number where a signal ended it
 * @param output all of its standard output
 * @param errors all of its standard error
 */
record CommandResult(Command command, int exitCode, String output, String errors) {

  boolean succeeded() {
    return exitCode == 0;
  }

  /** Lines of standard error, and of standard output where there are none of the former. */
  List<String> complaints() {
    return (errors.isBlank() ? output : errors).lines().filter(line -> !line.isBlank()).toList();
  }
}
