// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal;

/** What the process returns to its shell. Scripts rely on these numbers. */
public final class ExitCode {

  /** Done; of the demo: the hot host was relieved. */
  public static final int OK = 0;

  /** Something went wrong, and one line said what. */
  public static final int ERROR = 1;

  /** The command was not understood. */
  public static final int USAGE = 2;

  /** The demo's time was over before its story had come to its end. */
  public static final int NOT_FULFILLED = 3;

  /** A policy did not decide again as it did before. */
  public static final int DIFFERS = 3;

  /** There is no plan, and the reasons were told. */
  public static final int NO_PLAN = 4;

  private ExitCode() {}
}
