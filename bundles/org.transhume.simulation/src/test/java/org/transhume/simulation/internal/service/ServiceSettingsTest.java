// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceSettingsTest {

  @TempDir private Path folder;

  private ServiceSettings read(String lines) throws IOException {
    Path file = folder.resolve("service.cfg");
    Files.writeString(file, lines);
    return ServiceSettings.read(file.toString());
  }

  @Test
  void shouldTakeWhatAFileSaysAndTheRestByDefault() throws IOException {
    ServiceSettings settings = read("# ours\nreplicas = 12\ndrainSeconds=0\n");

    assertThat(settings.replicas()).isEqualTo(12);
    assertThat(settings.drainSeconds()).isZero();
    assertThat(settings.sessionSeconds()).isEqualTo(900);
    assertThat(settings.requestCost()).isEqualTo(36);
    assertThat(ServiceSettings.read("default").replicas()).isEqualTo(40);
  }

  @Test
  void shouldNameALineThatMakesNoSense() {
    assertThatThrownBy(() -> read("replica = 12"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("service.cfg: 'replica' is nothing that a service has; it has boot");
    assertThatThrownBy(() -> read("replicas = many"))
        .hasMessageContaining("service.cfg: replicas is 'many', and must be a number");
    assertThatThrownBy(() -> read("replicas = 0"))
        .hasMessageContaining("replicas is 0.0, and must be 1.0 to 10000.0");
    assertThatThrownBy(() -> read("troughRequestsPerSecond = 1500"))
        .hasMessageContaining("troughRequestsPerSecond is above peakRequestsPerSecond");
  }
}
