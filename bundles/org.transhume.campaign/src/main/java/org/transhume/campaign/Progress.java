// SPDX-License-Identifier: Apache-2.0
package org.transhume.campaign;

/** Whoever watches a campaign. */
@FunctionalInterface
public interface Progress {

  /**
   * Something happened.
   *
   * @param test the test's id
   * @param text what, in one line
   */
  void tell(String test, String text);
}
