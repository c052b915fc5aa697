// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoConfigurationTest {

  @TempDir private Path folder;

  @Test
  void shouldListenOnLoopbackOnlyAndLetTheManagerActOnItsOwnContainer() throws Exception {
    DemoConfiguration.of(
            new DemoOptions(StoryKind.HOTSPOT, 4, 7, 40_001), Path.of("/identity/node"))
        .write(folder);

    assertThat(read("org.transhume.connector"))
        .containsEntry("identity", "/identity/node")
        .containsEntry("address", "127.0.0.1")
        .containsEntry("port", "40001");
    assertThat(read("org.transhume.agent")).containsEntry("streamAddress", "127.0.0.1");
    assertThat(read("org.transhume.manager"))
        .containsEntry("endpoints", "127.0.0.1:40001")
        .containsEntry("mode", "AUTOMATIC")
        .containsEntry("policyModes", "hotspot=AUTOMATIC, consolidate=OBSERVE");
    assertThat(read("org.transhume.hypervisor.sim"))
        .containsEntry("hosts", "a-204-02, a-204-03, a-204-04, a-204-05")
        .containsEntry("seed", "7");
  }

  private Properties read(String component) throws Exception {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(folder.resolve(component + ".cfg"))) {
      properties.load(reader);
    }
    return properties;
  }
}
