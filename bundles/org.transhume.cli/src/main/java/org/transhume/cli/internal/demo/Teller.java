// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.demo;

/** Shows the story to whoever watches. */
interface Teller extends AutoCloseable {

  /** Says something that stands by itself, before or after the tables. */
  void say(String line);

  /** Shows how the story stands. */
  void tell(Story story, long sinceStartMillis);

  /** Gives the terminal back as it was. */
  @Override
  void close();
}
