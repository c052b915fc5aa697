// SPDX-License-Identifier: Apache-2.0
package org.transhume.migration.check;

/** Something happened that must never happen. */
final class Violation extends RuntimeException {

  private static final long serialVersionUID = 1L;

  Violation(String what) {
    super(what, null, false, false);
  }
}
