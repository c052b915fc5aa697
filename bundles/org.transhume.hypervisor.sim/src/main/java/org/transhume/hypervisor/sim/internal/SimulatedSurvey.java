// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.transhume.hypervisor.sim.internal.XlConfiguration.Setting;
import org.transhume.spi.hypervisor.DeviceObservation;
import org.transhume.spi.hypervisor.HostResource;
import org.transhume.spi.hypervisor.HypervisorException;
import org.transhume.spi.hypervisor.SourceFacts;
import org.transhume.spi.hypervisor.TargetFacts;

/**
 * What a simulated host tells for the checks before a migration.
 *
 * @param host its name
 * @param equipment what it is like
 */
record SimulatedSurvey(String host, HostEquipment equipment) {

  private static final String LEAF = "00000001:ffffffff";
  private static final String USUAL_BRIDGE = "xenbr0";

  SourceFacts of(DomainConfiguration domain) throws HypervisorException {
    Map<String, Setting> settings = XlConfiguration.parse(domain.text());
    return new SourceFacts(
        equipment.release(),
        Optional.of(domain.machine().type()),
        first(settings, "tsc_mode").orElse("default"),
        OptionalLong.of(equipment.kilohertz()),
        Map.of(LEAF, equipment.processor()),
        Optional.of(equipment.synchronised()),
        used(domain, settings).stream().map(this::identified).toList());
  }

  TargetFacts forArrival(String domain, SourceFacts wanted) {
    return new TargetFacts(
        equipment.release(),
        OptionalLong.of(equipment.kilohertz()),
        Map.of(LEAF, equipment.processor()),
        Optional.of(equipment.synchronised()),
        Optional.of(equipment.balloons()),
        equipment.saved(domain) ? Optional.of("/var/lib/xen/save/" + domain) : Optional.empty(),
        Optional.of(
            wanted.resources().stream()
                .filter(resource -> !equipment.lacks(resource.name()))
                .map(this::identified)
                .toList()));
  }

  private static List<HostResource> used(
      DomainConfiguration domain, Map<String, Setting> settings) {
    List<HostResource> used = new ArrayList<>();
    for (DeviceObservation device : domain.machine().devices()) {
      String[] words = device.description().split(",", -1);
      if (device.kind().equals("disk")) {
        // The old way to write a disk begins with the driver: phy:/dev/vg/etch,xvda,w
        String path = words[0].substring(Math.max(0, words[0].indexOf('/')));
        used.add(new HostResource(HostResource.Kind.DISK, path, ""));
      } else if (device.kind().equals("vif")) {
        String bridge =
            Arrays.stream(words)
                .map(String::strip)
                .filter(word -> word.startsWith("bridge="))
                .map(word -> word.substring("bridge=".length()))
                .findFirst()
                .orElse(USUAL_BRIDGE);
        used.add(new HostResource(HostResource.Kind.BRIDGE, bridge, ""));
      }
    }
    for (String key : List.of("kernel", "ramdisk")) {
      first(settings, key)
          .ifPresent(path -> used.add(new HostResource(HostResource.Kind.FILE, path, "")));
    }
    return used.stream().distinct().toList();
  }

  private HostResource identified(HostResource named) {
    String own = equipment.differs(named.name()) ? " of " + host : "";
    String identity =
        switch (named.kind()) {
          case DISK -> "simulated " + named.name() + own;
          case BRIDGE -> own.isEmpty() ? "no VLAN" : "a VLAN" + own;
          case FILE -> "";
        };
    return new HostResource(named.kind(), named.name(), identity);
  }

  private static Optional<String> first(Map<String, Setting> settings, String key) {
    return Optional.ofNullable(settings.get(key)).map(setting -> setting.values().get(0));
  }
}
