// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.demo;

import java.io.IOException;

/** Something that a story does to the cluster. */
@FunctionalInterface
interface Deed {

  /** Does it. */
  void on(Stage stage) throws IOException;
}
