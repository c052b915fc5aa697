// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.doctor;

/**
 * One line of the doctor's report.
 *
 * @param level how bad it is
 * @param subject what was looked at
 * @param text what was found
 * @param remedy what to do; empty when nothing needs to be done
 */
record Finding(Level level, String subject, String text, String remedy) {

  /** How bad a finding is. */
  enum Level {
    /** As it should be. */
    OK,
    /** Works, with a risk that the text names. */
    WARN,
    /** Must be put right before the installation is used. */
    FAIL
  }

  static Finding ok(String subject, String text) {
    return new Finding(Level.OK, subject, text, "");
  }

  static Finding warn(String subject, String text, String remedy) {
    return new Finding(Level.WARN, subject, text, remedy);
  }

  static Finding fail(String subject, String text, String remedy) {
    return new Finding(Level.FAIL, subject, text, remedy);
  }
}
