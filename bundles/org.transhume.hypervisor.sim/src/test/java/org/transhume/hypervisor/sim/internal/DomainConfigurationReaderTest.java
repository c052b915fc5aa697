// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.FileNotFoundException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.transhume.api.model.DomainType;
import org.transhume.hypervisor.sim.internal.DomainConfiguration.Ending;
import org.transhume.hypervisor.sim.internal.DomainConfiguration.Endings;
import org.transhume.spi.hypervisor.DeviceObservation;
import org.transhume.spi.hypervisor.HypervisorException;
import org.transhume.spi.hypervisor.Reason;

class DomainConfigurationReaderTest {

  @Test
  void shouldUnderstandARealDomainsFileWithWhatTheGuestDoes() throws Exception {
    DomainConfiguration read =
        read(
            """
            # A domain of the lab
            name = "etch-1-1"          # its name
            uuid = "8B74D785-336c-45d4-a578-90a6facbe4fe"
            type = "pvh"; memory = 128; maxmem = 256
            vcpus = 2
            cpu_weight = 512
            cap = 45
            kernel = '/boot/vmlinuz'
            disk = [ 'phy:/dev/vg/etch,xvda,w',
                     'file:/srv/swap,xvdb,w',   # swap
                   ]
            vif = [ "bridge=xenbr0" ]
            on_crash = "preserve"
            sim_demand = "0.3*60s+0.9*30s"
            sim_dirty_rate = "20MiB/s"
            sim_working_set = "32MiB"
            sim_events = [ "reboot@5min" ]
            sim_command = "exec server"
            """);

    assertThat(read.name()).isEqualTo("etch-1-1");
    assertThat(read.uuid()).contains("8b74d785-336c-45d4-a578-90a6facbe4fe");
    assertThat(read.machine().type()).isEqualTo(DomainType.PVH);
    assertThat(read.machine().memoryBytes()).isEqualTo(128L << 20);
    assertThat(read.machine().maximumMemoryBytes()).isEqualTo(256L << 20);
    assertThat(read.machine().vcpus()).isEqualTo(2);
    assertThat(read.machine().weight()).isEqualTo(512);
    assertThat(read.machine().capPercent()).isEqualTo(45);
    assertThat(read.machine().movable()).isTrue();
    assertThat(read.machine().devices())
        .containsExactly(
            new DeviceObservation("disk", "phy:/dev/vg/etch,xvda,w"),
            new DeviceObservation("disk", "file:/srv/swap,xvdb,w"),
            new DeviceObservation("vif", "bridge=xenbr0"));
    assertThat(read.machine().endings())
        .isEqualTo(new Endings(Ending.DESTROY, Ending.RESTART, Ending.PRESERVE));
    assertThat(read.guest().demand()).isEqualTo(Demand.parse("0.3*60s+0.9*30s"));
    assertThat(read.guest().dirtyBytesPerSecond()).isEqualTo(20.0 * (1 << 20));
    assertThat(read.guest().workingSetBytes()).isEqualTo(32L << 20);
    assertThat(read.guest().events())
        .containsExactly(new GuestEvent(GuestEvent.Kind.REBOOT, 300_000_000_000L));
    assertThat(read.guest().command()).contains("exec server");
    assertThat(read.paused()).isFalse();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "memory = 64 | 1 | name",
        "name = 'x' | 1 | memory",
        "name = 'x'; memory = 0 | 3 | memory",
        "name = 'x'; memory = '64MiB' | 3 | memory",
        "name = 'x'; memory = 64; maxmem = 32 | 3 | maxmem",
        "name = 'x'; memory = 64; vcpus = 0 | 3 | vcpus",
        "name = 'x'; memory = 64; cpu_weight = 'much' | 3 | cpu_weight",
        "name = 'x'; memory = 64; cap = -1 | 3 | cap",
        "name = 'x'; memory = 64; memroy = 64 | 3 | memroy",
        "name = 'x'; memory = 64; memory = 65 | 3 | memory",
        "name = ['x']; memory = 64 | 3 | name",
        "name = 'x | 3 | name",
        "name = x | 3 | name",
        "name = 'x' 'y' | 3 | name",
        "name 'x' | 3 | name",
        "name = 'x'; memory = 64; vif = ['a' 'b'] | 3 | vif",
        "name = 'x'; memory = 64; vif = ['a' | 4 | vif",
        "name = 'x'; memory = 64; type = 'qemu' | 3 | type",
        "name = 'x'; memory = 64; uuid = 'none' | 3 | uuid",
        "name = 'x'; memory = 64; on_crash = 'cry' | 3 | on_crash",
        "name = 'x'; memory = 64; sim_demand = 'a lot' | 3 | sim_demand",
        "name = 'x'; memory = 64; sim_dirty_rate = '20' | 3 | sim_dirty_rate",
        "name = 'x'; memory = 64; sim_events = ['nap@3s'] | 3 | sim_events",
        "name = 'x'; memory = 64; sim_trace = 'gone' | 3 | sim_trace",
        "name = 'x'; memory = 64; nomigrate = 2 | 3 | nomigrate",
        "= 3 | 3 | ``",
      })
  void shouldNameLineAndKeyOfWhatItDoesNotUnderstand(String text, String line, String key) {
    HypervisorException refusal =
        catchThrowableOfType(HypervisorException.class, () -> read("\n\n" + text.strip() + "\n"));

    assertThat(refusal).isNotNull();
    assertThat(refusal.reason()).isEqualTo(Reason.INVALID_CONFIGURATION);
    assertThat(refusal.operands()).containsEntry("key", key).containsEntry("line", line);
    assertThat(refusal.getMessage()).contains(key);
  }

  @Test
  void shouldCountLinesThroughListsAndComments() {
    HypervisorException refusal =
        catchThrowableOfType(
            HypervisorException.class,
            () -> read("name='x'\nvif=[\n'a',\n# no\n'b']\nmemory=64\n# yes\nsim_dirtyrate=1\n"));

    assertThat(refusal.operands()).containsEntry("line", "8").containsEntry("key", "sim_dirtyrate");
  }

  @Test
  void shouldTakeItsDemandFromATrace() throws Exception {
    DomainConfiguration read =
        DomainConfigurationReader.read(
            "name='x'\nmemory=64\nvcpus=2\nsim_trace='web'\nsim_trace_period='60s'\n",
            name -> name.equals("web") ? List.of("10", " 50 ", "0") : List.of());

    assertThat(read.guest().demand()).isEqualTo(Demand.parse("0.2*60s+1*60s+0*60s"));
  }

  @Test
  void shouldRefuseATraceThatHoldsAnythingElse() {
    HypervisorException refusal =
        catchThrowableOfType(
            HypervisorException.class,
            () ->
                DomainConfigurationReader.read(
                    "name='x'\nmemory=64\nsim_trace='web'\n", name -> List.of("10", "idle")));

    assertThat(refusal.getMessage()).contains("sim_trace").contains("idle");
  }

  private static DomainConfiguration read(String text) throws HypervisorException {
    return DomainConfigurationReader.read(
        text,
        name -> {
          throw new FileNotFoundException(name);
        });
  }
}
