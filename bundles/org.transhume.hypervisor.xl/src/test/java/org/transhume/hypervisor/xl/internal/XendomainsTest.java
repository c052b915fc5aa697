// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.xl.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.api.model.Explanation;

class XendomainsTest {

  @TempDir private Path root;

  @BeforeEach
  void setUp() throws Exception {
    write("etc/xen/auto/a.cfg", "# name = \"no\"\nname = \"first\"\nname=\"etch-1-1\"\n");
    write("etc/xen/auto/b.cfg", "memory = 64\n");
    write("var/lib/xen/save/dapper-1-1", "an image");
  }

  private void write(String file, String text) throws Exception {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  @Test
  void shouldStartNothingWhileItIsSwitchedOff() {
    assertThat(Xendomains.in(root)).isEqualTo(Xendomains.NOTHING);
  }

  @Test
  void shouldNameWhatItStartsAndResumes() throws Exception {
    write("etc/systemd/system/multi-user.target.wants/xendomains.service", "");

    Xendomains atBoot = Xendomains.in(root);

    assertThat(atBoot.started()).containsOnlyKeys("etch-1-1");
    assertThat(atBoot.obstacles("etch-1-1"))
        .extracting(Explanation::code)
        .containsExactly("STARTED_AT_BOOT");
    assertThat(atBoot.obstacles("etch-1-1").get(0).text()).contains("/etc/xen/auto/a.cfg");
    assertThat(atBoot.obstacles("dapper-1-1"))
        .extracting(Explanation::code)
        .containsExactly("SAVED_IMAGE");
    assertThat(atBoot.obstacles("other")).isEmpty();
  }

  @Test
  void shouldLookWhereTheServiceIsToldToLook() throws Exception {
    write("etc/rc5.d/S04xendomains", "");
    write(
        "etc/default/xendomains",
        """
        ## Type: string
        #XENDOMAINS_AUTO=/nowhere
        XENDOMAINS_AUTO=/srv/auto # shared
        XENDOMAINS_SAVE=""
        """);
    write("srv/auto/c.cfg", "name = 'woody-1-1'\n");

    Xendomains atBoot = Xendomains.in(root);

    assertThat(atBoot.started()).containsOnlyKeys("woody-1-1");
    assertThat(atBoot.saved()).isEmpty();
  }
}
