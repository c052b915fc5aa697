// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.demo;

/**
 * How far a story has come.
 *
 * @param mood how things stand
 * @param text what has happened, in a line that does not change while the chapter lasts
 */
record Chapter(Mood mood, String text) {

  /** What every story begins with. */
  static final Chapter CALM = new Chapter(Mood.CALM, "all hosts are calm");

  static Chapter tense(String text) {
    return new Chapter(Mood.TENSE, text);
  }

  static Chapter good(String text) {
    return new Chapter(Mood.GOOD, text);
  }
}
