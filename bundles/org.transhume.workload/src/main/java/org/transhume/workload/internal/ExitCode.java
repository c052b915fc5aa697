// SPDX-License-Identifier: Apache-2.0
package org.transhume.workload.internal;

/** What a program returns to its shell. */
public final class ExitCode {

  /** It ran to its end and saw nothing wrong. */
  public static final int OK = 0;

  /** It ran and saw a fault, which one of its lines names. */
  public static final int FAULT = 1;

  /** Its arguments were not understood. */
  public static final int USAGE = 2;

  /** It could not run, or not to its end, and one line on standard error says why. */
  public static final int BROKEN_OFF = 3;

  private ExitCode() {}
}
