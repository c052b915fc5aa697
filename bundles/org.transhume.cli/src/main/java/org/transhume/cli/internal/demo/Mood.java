// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.demo;

/** How things stand in a story. */
enum Mood {
  /** Nothing has happened yet. */
  CALM,
  /** Something has, and what is to come of it has not come yet. */
  TENSE,
  /** What was to come has come. */
  GOOD
}
