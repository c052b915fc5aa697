// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests.bench;

import java.nio.file.Path;

/** Where the distribution and the launcher are that are measured; the launcher tells. */
final class Installation {

  private Installation() {}

  /** The distribution's folder. */
  static Path home() {
    return Path.of(property("transhume.home"));
  }

  /** The launcher's file. */
  static Path launcher() {
    return Path.of(property("transhume.launcher"));
  }

  private static String property(String name) {
    String value = System.getProperty(name);
    if (value == null) {
      throw new IllegalStateException(name + " is not set: run this by ./transhume bench");
    }
    return value;
  }
}
