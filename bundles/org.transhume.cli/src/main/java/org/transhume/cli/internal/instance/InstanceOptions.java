// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.instance;

import java.nio.file.Path;
import org.transhume.cli.internal.Installation;
import picocli.CommandLine.Option;

/** Which instance a command is about. */
final class InstanceOptions {

  @Option(
      names = "--instance",
      paramLabel = "DIR",
      description = {
        "Folder of the instance, with its own etc, deploy and data; the first start fills it.",
        "instances/ROLE in the distribution when left out."
      })
  private Path folder;

  Instance instance(Installation installation, String role) {
    Path base = folder != null ? folder : installation.home().resolve("instances").resolve(role);
    return new Instance(role, base.toAbsolutePath().normalize());
  }
}
