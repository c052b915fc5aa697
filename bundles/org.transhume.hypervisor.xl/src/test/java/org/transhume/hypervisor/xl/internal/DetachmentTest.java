// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.xl.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.hypervisor.xl.internal.Detachment.Way;

class DetachmentTest {

  @TempDir private Path root;

  @Test
  void shouldUseAScopeWhereSystemdRuns() throws Exception {
    Files.createDirectories(root.resolve("run/systemd/system"));
    write("usr/bin/systemd-run", "");
    write("proc/self/cgroup", "0::/system.slice/transhume-agent.service\n");

    Detachment found = Detachment.detect(root);

    assertThat(found.way()).isEqualTo(Way.SYSTEMD_SCOPE);
    assertThat(found.detached(new Command(List.of("xl", "create"), Duration.ofSeconds(1))))
        .hasToString(
            "systemd-run --scope --quiet --collect --slice=transhume-domains.slice -- setsid"
                + " xl create");
  }

  @Test
  void shouldNotBelieveInSystemdThatIsOnlyInstalled() throws Exception {
    write("usr/bin/systemd-run", "");
    write("proc/self/cgroup", "0::/\n");

    assertThat(Detachment.detect(root).way()).isEqualTo(Way.SESSION);
  }

  @Test
  void shouldEnterAControlGroupOfItsOwnWhereAnotherManagerPutTheAgentIntoOne() throws Exception {
    write("proc/self/cgroup", "0::/openrc.transhume\n");
    write("sys/fs/cgroup/cgroup.procs", "");

    Detachment found = Detachment.detect(root);

    assertThat(found.way()).isEqualTo(Way.CONTROL_GROUP);
    assertThat(found.prefix())
        .startsWith("sh", "-c")
        .endsWith("/sys/fs/cgroup/transhume-domains", "setsid");
  }

  @Test
  void shouldBeContentWithASessionWhereThereAreNoControlGroups() {
    assertThat(Detachment.detect(root).way()).isEqualTo(Way.SESSION);
    assertThat(Detachment.detect(root).prefix()).containsExactly("setsid");
  }

  @Test
  void shouldWarnWhereTheControlGroupCannotBeLeft() throws Exception {
    write("proc/self/cgroup", "3:cpu,cpuacct:/\n1:name=openrc:/transhume\n");

    Detachment found = Detachment.detect(root);

    assertThat(found.way()).isEqualTo(Way.SESSION_ONLY);
    assertThat(found.description()).contains("would end device models");
  }

  private void write(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
