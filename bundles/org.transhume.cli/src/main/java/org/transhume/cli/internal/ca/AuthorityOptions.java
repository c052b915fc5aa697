// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.ca;

import java.io.IOException;
import java.nio.file.Path;
import org.transhume.authority.CertificateAuthority;
import org.transhume.cli.internal.client.UserFolders;
import picocli.CommandLine.Option;

/** Which authority a command works on. */
final class AuthorityOptions {

  @Option(
      names = "--authority",
      paramLabel = "DIR",
      description = "Folder of the authority; ~/.config/transhume/authority when left out.")
  private Path folder;

  Path folder() {
    return folder != null ? folder : UserFolders.of(System.getenv()).config().resolve("authority");
  }

  CertificateAuthority open() throws IOException {
    return CertificateAuthority.open(folder());
  }
}
