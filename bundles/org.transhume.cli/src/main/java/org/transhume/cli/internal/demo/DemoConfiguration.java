// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The configuration files of the demo's container. */
final class DemoConfiguration {

  static final String SIMULATOR = "demo";

  private final DemoOptions options;
  private final Path identity;

  DemoConfiguration(DemoOptions options, Path identity) {
    this.options = options;
    this.identity = identity;
  }

  void write(Path etc) throws IOException {
    Files.createDirectories(etc);
  }
}
