// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** Makes another version of a plug-in out of its jar, as if its author had released one. */
final class Renumbered {

  private Renumbered() {}

  /**
   * Copies a bundle's jar under another version.
   *
   * @return the copy, beside the container's other temporary files
   */
  static Path jar(Path bundle, String version) throws IOException {
    Path copy = Files.createTempFile("renumbered", ".jar");
    try (InputStream file = Files.newInputStream(bundle);
        JarInputStream source = new JarInputStream(file)) {
      Manifest manifest = source.getManifest();
      manifest.getMainAttributes().putValue("Bundle-Version", version);
      try (JarOutputStream target = new JarOutputStream(Files.newOutputStream(copy), manifest)) {
        for (ZipEntry entry = source.getNextEntry(); entry != null; entry = source.getNextEntry()) {
          target.putNextEntry(new ZipEntry(entry.getName()));
          source.transferTo(target);
          target.closeEntry();
        }
      }
    }
    return copy;
  }
}
