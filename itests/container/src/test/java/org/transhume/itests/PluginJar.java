// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.osgi.framework.BundleActivator;

/** Makes a plug-in out of one class, as somebody outside this project would build one. */
final class PluginJar {

  private PluginJar() {}

  /**
   * A bundle that holds an activator.
   *
   * @param version of the bundle
   */
  static Path of(Class<? extends BundleActivator> activator, String version) throws IOException {
    Manifest manifest = new Manifest();
    Attributes headers = manifest.getMainAttributes();
    headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    headers.putValue("Bundle-ManifestVersion", "2");
    headers.putValue("Bundle-SymbolicName", activator.getName());
    headers.putValue("Bundle-Version", version);
    headers.putValue("Bundle-Activator", activator.getName());
    headers.putValue(
        "Import-Package",
        "org.osgi.framework,org.transhume.spi.hypervisor,org.transhume.spi.probe");
    Path jar = Files.createTempFile("plugin", ".jar");
    String file = activator.getName().replace('.', '/') + ".class";
    try (JarOutputStream target = new JarOutputStream(Files.newOutputStream(jar), manifest);
        InputStream code = activator.getClassLoader().getResourceAsStream(file)) {
      target.putNextEntry(new JarEntry(file));
      code.transferTo(target);
      target.closeEntry();
    }
    return jar;
  }
}
