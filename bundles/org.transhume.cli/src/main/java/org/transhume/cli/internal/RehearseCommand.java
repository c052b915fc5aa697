// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal;

import picocli.CommandLine.Command;

/** Later. */
@Command(name = "rehearse", hidden = true)
final class RehearseCommand implements Runnable {

  @Override
  public void run() {}
}
