// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.xl.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.transhume.api.model.DomainType;
import org.transhume.api.model.Explanation;
import org.transhume.spi.hypervisor.ClockSurvey.ClockState;
import org.transhume.spi.hypervisor.DomainIdentity;
import org.transhume.spi.hypervisor.HostResource;
import org.transhume.spi.hypervisor.HostResource.Kind;
import org.transhume.spi.hypervisor.SourceFacts;
import org.transhume.spi.hypervisor.TargetFacts;

/** What a host of written-down domains and recorded tools tells for checks. */
@Timeout(120)
class XlSurveyTest {

  private static final String UUID = "35ac171c-ca9e-4bc7-b0d2-2c68e362e6f1";
  private static final DomainIdentity DOMAIN = new DomainIdentity(UUID, 1, "etch-1-1");
  private static final String FIRST_LEAF = "00000001:ffffffff";

  @TempDir private Path folder;

  private FakeXen xen;
  private XlHypervisor hypervisor;

  @BeforeEach
  void setUp() throws Exception {
    xen = new FakeXen("a-204-02", folder.resolve("host"));
    xen.add(UUID, "etch-1-1", 128, "-b----");
    hypervisor = XlBench.hypervisor(xen);
  }

  private void write(String file, String text) throws Exception {
    Path path = xen.root().resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  /** A disk on NFS, a kernel and a bridge to a VLAN. */
  private SourceFacts equipped() throws Exception {
    xen.configure(
        ", \"tsc_mode\": \"native\", \"kernel\": \"/boot/vmlinux\"",
        ", \"disks\": [{\"pdev_path\": \"/srv/etch.img\"}, {\"is_cdrom\": \"True\"}],"
            + " \"nics\": [{\"devid\": 0, \"bridge\": \"xenbr1\"}]");
    write("proc/mounts", "/dev/sda1 / ext4 rw 0 0\nstore:/export /srv nfs4 rw,vers=4.2 0 0\n");
    write("srv/etch.img", "a disk");
    write("boot/vmlinux", "a kernel");
    write("sys/class/net/xenbr1/bridge/vlan_filtering", "0\n");
    write("sys/class/net/xenbr1/brif/eth0.100/state", "3\n");
    write("sys/class/net/xenbr1/brif/vif1.0/state", "3\n");
    write(
        "proc/net/vlan/config",
        """
        VLAN Dev name    | VLAN ID
        Name-Type: VLAN_NAME_TYPE_RAW_PLUS_VID_NO_PAD
        eth0.100       | 100  | eth0
        eth0.200       | 200  | eth0
        """);
    return hypervisor.sourceFacts(DOMAIN);
  }

  @Test
  void shouldTellWhatADomainLivesOn() throws Exception {
    SourceFacts facts = equipped();

    assertThat(facts.release()).isEqualTo("4.17");
    assertThat(facts.type()).contains(DomainType.PVH);
    assertThat(facts.timestampMode()).isEqualTo("native");
    assertThat(facts.processorKilohertz()).isEqualTo(OptionalLong.of(2_100_001));
    assertThat(facts.processorPolicy())
        .hasSize(10)
        .containsEntry(FIRST_LEAF, "00100f23:00020800:80a02001:178bfbfd");
    assertThat(facts.clockSynchronised()).contains(true);
    Object inode = Files.getAttribute(xen.root().resolve("srv/etch.img"), "unix:ino");
    assertThat(facts.resources())
        .containsExactly(
            new HostResource(Kind.DISK, "/srv/etch.img", "nfs store:/export inode " + inode),
            new HostResource(Kind.FILE, "/boot/vmlinux", ""),
            new HostResource(Kind.BRIDGE, "xenbr1", "VLAN 100"));
  }

  @Test
  void shouldTellWhatATargetHasForIt() throws Exception {
    SourceFacts wanted = equipped();

    TargetFacts facts = hypervisor.targetFacts("etch-1-1", wanted);

    assertThat(facts.release()).isEqualTo("4.17");
    assertThat(facts.processorLimits())
        .hasSize(11)
        .containsEntry(FIRST_LEAF, "00100f23:00000800:80a02001:178bfbfd");
    assertThat(facts.resources()).contains(wanted.resources());
    assertThat(facts.shrinksControlDomain()).contains(false);
    assertThat(facts.savedImage()).isEmpty();
  }

  @Test
  void shouldLeaveOutWhatATargetDoesNotHave() throws Exception {
    SourceFacts wanted = equipped();
    FakeXen bare = new FakeXen("a-204-03", folder.resolve("bare"));

    TargetFacts facts = XlBench.hypervisor(bare).targetFacts("etch-1-1", wanted);

    assertThat(facts.resources()).contains(List.of());
  }

  @Test
  void shouldLimitTheProcessorByTheTypeOfTheDomain() throws Exception {
    assertThat(limitsFor(Optional.of(DomainType.PV)))
        .containsEntry(FIRST_LEAF, "00100f23:00000800:80a02001:1789c3f5");
    assertThat(limitsFor(Optional.of(DomainType.HVM)))
        .isEqualTo(limitsFor(Optional.of(DomainType.PVH)));
    assertThat(limitsFor(Optional.empty())).isEmpty();
  }

  private Map<String, String> limitsFor(Optional<DomainType> type) throws Exception {
    SourceFacts wanted =
        new SourceFacts("", type, "", OptionalLong.empty(), Map.of(), Optional.empty(), List.of());
    return hypervisor.targetFacts("etch-1-1", wanted).processorLimits();
  }

  @Test
  void shouldSayThatItDoesNotKnowWhatNoToolTells() throws Exception {
    xen.withoutOtherTools();

    SourceFacts source = hypervisor.sourceFacts(DOMAIN);
    TargetFacts target = hypervisor.targetFacts("etch-1-1", source);

    assertThat(source.processorPolicy()).isEmpty();
    assertThat(source.clockSynchronised()).isEmpty();
    assertThat(target.processorLimits()).isEmpty();
    assertThat(target.clockSynchronised()).isEmpty();
    assertThat(source.release()).isEqualTo("4.17");
  }

  @ParameterizedTest
  @CsvSource({"Normal, true", "Insert second, true", "Not synchronised, false", "'', false"})
  void shouldAskChronyAndElseSystemd(String word, boolean synchronised) throws Exception {
    xen.setClock(word);

    assertThat(hypervisor.sourceFacts(DOMAIN).clockSynchronised()).contains(synchronised);
  }

  @Test
  void shouldTellHowFarTheClockIsAheadAsChronySeesItAndNothingWhenItIsNotKept() {
    assertThat(hypervisor.clock().synchronised()).contains(true);
    assertThat(hypervisor.clock().aheadMillis().orElseThrow()).isCloseTo(-0.021147, within(1e-9));

    xen.setClock("Not synchronised");
    assertThat(hypervisor.clock())
        .isEqualTo(new ClockState(Optional.of(false), OptionalDouble.empty()));

    xen.withoutOtherTools();
    assertThat(hypervisor.clock()).isEqualTo(ClockState.UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Normal", ",,,,Normal", "a,b,c,d,e,Normal", "a,b,c,d,1e9,Normal"})
  void shouldMakeNoNumberOfWhatIsNone(String output) {
    assertThat(TimeService.aheadMillis(output)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "autoballoon=\"off\", false",
    "#autoballoon=\"on\", false",
    "autoballoon=\"auto\", false",
    "autoballoon = 1, true",
    "autoballoon=\"on\", true",
  })
  void shouldTellWhetherDom0Shrinks(String line, boolean shrinks) throws Exception {
    write("etc/xen/xl.conf", line + "\n");

    assertThat(hypervisor.targetFacts("etch-1-1", SourceFacts.UNKNOWN).shrinksControlDomain())
        .contains(shrinks);
  }

  @Test
  void shouldShowStandingReasonsOfTheHost() throws Exception {
    write("etc/rc3.d/S21xendomains", "");
    write("etc/xen/auto/10-etch.cfg", "memory = 128\nname = 'etch-1-1'\n");
    write("var/lib/xen/save/etch-1-1", "an image");

    assertThat(hypervisor.observe().domains().get(0).obstacles())
        .extracting(Explanation::code)
        .containsExactly("STARTED_AT_BOOT", "SAVED_IMAGE");
    assertThat(hypervisor.targetFacts("etch-1-1", SourceFacts.UNKNOWN).savedImage())
        .contains("/var/lib/xen/save/etch-1-1");
  }

  @Test
  void shouldShowPassedThroughDevicesAndVirtualNuma() throws Exception {
    xen.configure(
        ", \"vnuma_nodes\": [{\"memkb\": 65536}, {\"memkb\": 65536}]",
        ", \"pcidevs\": [{\"bus\": 3}],"
            + " \"usbdevs\": [{\"type.hostdev\": {\"hostbus\": 1, \"hostaddr\": 4}}]");

    assertThat(hypervisor.observe().domains().get(0).obstacles())
        .extracting(Explanation::code)
        .containsExactly("VIRTUAL_NUMA", "PASSED_THROUGH_DEVICE", "PASSED_THROUGH_DEVICE");
  }
}
