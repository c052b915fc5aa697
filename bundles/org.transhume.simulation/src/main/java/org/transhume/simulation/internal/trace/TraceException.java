// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal.trace;

import java.io.IOException;
import java.nio.file.Path;

/** Recorded load that cannot be read: the message names the file, what is wrong and the remedy. */
public final class TraceException extends IOException {

  private static final long serialVersionUID = 1L;

  TraceException(Path file, String problem) {
    super(file + ": " + problem);
  }

  TraceException(Path file, String problem, Throwable cause) {
    super(file + ": " + problem, cause);
  }
}
