// SPDX-License-Identifier: Apache-2.0
package org.transhume.campaign;

/** Something that a test needs is not there. The test counts as not run, never as passed. */
public final class MissingMeans extends Exception {

  private static final long serialVersionUID = 1L;

  /** Names what is missing, and where it could come from. */
  public MissingMeans(String message) {
    super(message);
  }
}
