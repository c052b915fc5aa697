// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.xl.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.spi.hypervisor.HostResource;
import org.transhume.spi.hypervisor.HostResource.Kind;

/** Disks, files and bridges, as a root of files and links shows them. */
class HostResourcesTest {

  @TempDir private Path root;

  private HostResources resources;

  @BeforeEach
  void setUp() throws Exception {
    resources = new HostResources(root);
    write("proc/mounts", "/dev/sda1 / ext4 rw 0 0\n");
  }

  private Path write(String file, String text) throws Exception {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, text);
  }

  private void link(String link, String to) throws Exception {
    Path path = root.resolve(link);
    Files.createDirectories(path.getParent());
    Files.createSymbolicLink(path, Path.of(to));
  }

  private Optional<String> disk(String path) {
    return resources.find(Kind.DISK, path).map(HostResource::identity);
  }

  private Optional<String> bridge(String name) {
    return resources.find(Kind.BRIDGE, name).map(HostResource::identity);
  }

  @Test
  void shouldKnowALogicalVolumeByItsUuidsUnderAnyOfItsNames() throws Exception {
    write("dev/dm-3", "");
    link("dev/vg/etch", "../dm-3");
    link("dev/mapper/vg-etch", "../dm-3");
    write("sys/class/block/dm-3/dm/uuid", "LVM-ow9Gp2cW0lqQxUzN\n");

    assertThat(disk("/dev/vg/etch")).contains("lvm ow9Gp2cW0lqQxUzN");
    assertThat(disk("/dev/mapper/vg-etch")).contains("lvm ow9Gp2cW0lqQxUzN");
  }

  @Test
  void shouldKnowADeviceByItsWorldWideName() throws Exception {
    write("dev/sdb", "");
    write("dev/sdb1", "");
    write("dev/nvme0n1", "");
    write("dev/xvda", "");
    write("sys/devices/block/sdb/device/wwid", "naa.6005076801810523\n");
    write("sys/devices/block/sdb/sdb1/partition", "1\n");
    link("sys/class/block/sdb", "../../devices/block/sdb");
    link("sys/class/block/sdb1", "../../devices/block/sdb/sdb1");
    write("sys/class/block/nvme0n1/wwid", "eui.0025385b71b0\n");

    assertThat(disk("/dev/sdb")).contains("wwn naa.6005076801810523");
    assertThat(disk("/dev/sdb1")).contains("wwn naa.6005076801810523 partition 1");
    assertThat(disk("/dev/nvme0n1")).contains("wwn eui.0025385b71b0");
    assertThat(disk("/dev/xvda")).contains("");
  }

  @Test
  void shouldKnowAFileByItsFileSystemAndInode() throws Exception {
    Path image = write("srv/images/etch.img", "");
    write("var/etch.img", "");
    link("var/link.img", "../srv/images/etch.img");
    write(
        "proc/mounts",
        """
        /dev/sda1 / ext4 rw 0 0
        store:/export /srv nfs4 rw 0 0
        store:/with\\040blank /srv/images nfs rw 0 0
        """);

    String identity = "nfs store:/with blank inode " + Files.getAttribute(image, "unix:ino");
    assertThat(disk("/srv/images/etch.img")).contains(identity);
    assertThat(disk("/var/link.img")).contains(identity);
    assertThat(disk("/var/etch.img")).contains(HostResource.LOCAL);
  }

  @Test
  void shouldTellWhatIsNotThere() throws Exception {
    assertThat(disk("/dev/vg/none")).isEmpty();
    assertThat(bridge("xenbr9")).isEmpty();
    assertThat(bridge("../../../etc")).isEmpty();
    assertThat(resources.find(Kind.FILE, "/boot/none")).isEmpty();
  }

  @Test
  void shouldNotLookForWhatIsNoPath() {
    assertThat(disk("rbd:pool/etch:id=xen")).contains("");
    assertThat(resources.find(Kind.FILE, "pygrub")).isPresent();
  }

  @Test
  void shouldTellWhichVlansABridgeLeadsTo() throws Exception {
    write("sys/class/net/xenbr0/bridge/vlan_filtering", "0");
    write("sys/class/net/xenbr0/brif/eth0/state", "");
    write("sys/class/net/xenbr1/bridge/vlan_filtering", "0");
    write("sys/class/net/xenbr1/brif/bond0.200/state", "");
    write("sys/class/net/xenbr1/brif/eth0.30/state", "");
    write("sys/class/net/aware/bridge/vlan_filtering", "1");
    write("sys/class/net/ovs/address", "");
    write(
        "proc/net/vlan/config",
        "VLAN Dev name | VLAN ID\nbond0.200 | 200 | bond0\neth0.30 | 30 | eth0\n");

    assertThat(bridge("xenbr0")).contains("no VLAN");
    assertThat(bridge("xenbr1")).contains("VLAN 30 and 200");
    assertThat(bridge("aware")).contains("");
    assertThat(bridge("ovs")).contains("");
  }
}
