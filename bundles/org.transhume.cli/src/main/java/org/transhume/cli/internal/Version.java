// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version of this command line, from the manifest of its jar. */
public final class Version implements IVersionProvider {

  /** The version; {@code development} where there is no jar. */
  public static String text() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
        .orElse("development");
  }

  @Override
  public String[] getVersion() {
    return new String[] {"transhume " + text()};
  }
}
