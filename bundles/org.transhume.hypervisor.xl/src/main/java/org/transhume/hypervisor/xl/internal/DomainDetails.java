// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.xl.internal;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.transhume.api.model.DomainType;
import org.transhume.api.model.Explanation;
import org.transhume.spi.hypervisor.DeviceObservation;
import org.transhume.spi.hypervisor.HostResource;
import org.transhume.spi.hypervisor.HypervisorException;

/**
 * What {@code xl list -l} tells of a domain beyond {@code xl list -v}: things that rarely change.
 *
 * @param uuid whose details these are
 * @param type how it is virtualised
 * @param maximumMemoryBytes memory it may grow to
 * @param share its weight and cap, where the scheduler knows such
 * @param devices disks, network interfaces, passed-through devices
 * @param interfaceNames names of its network interfaces in dom0, as far as they were configured, by
 *     device number
 * @param mayNotMigrate whether its configuration forbids migration
 * @param hasVirtualNuma whether it sees several nodes of memory
 * @param timestampMode how its time stamp counter is provided, in xl's words
 * @param resources what it uses of its host, by name alone
 */
record DomainDetails(
    String uuid,
    Optional<DomainType> type,
    long maximumMemoryBytes,
    Optional<Share> share,
    List<DeviceObservation> devices,
    Map<Integer, String> interfaceNames,
    boolean mayNotMigrate,
    boolean hasVirtualNuma,
    String timestampMode,
    List<HostResource> resources) {

  private static final Set<String> PASSED_THROUGH = Set.of("pci", "usb");

  private static final long MOST_KIBIBYTES = 1L << 43;

  /** Reads the whole list, by domid. xl leaves out what it cannot retrieve, and says nothing. */
  static Map<Integer, DomainDetails> parse(CommandResult result) throws HypervisorException {
    Map<Integer, DomainDetails> details = new HashMap<>();
    try {
      List<Object> entries = JSON.std.listFrom(result.output());
      if (entries == null) {
        throw Garbage.in(result, "no list but null");
      }
      for (Object entry : entries) {
        Node domain = new Node(entry);
        details.put((int) domain.number("domid", -1), of(domain.child("config")));
      }
    } catch (IOException | IllegalArgumentException e) {
      throw Garbage.in(result, String.valueOf(e.getMessage()), e);
    }
    return Map.copyOf(details);
  }

  /**
   * Why it cannot be migrated live, as far as its configuration tells.
   *
   * @param lacksShadowPaging whether the host's Xen was built without it
   */
  List<Explanation> obstacles(boolean lacksShadowPaging) {
    List<Explanation> obstacles = new ArrayList<>();
    if (mayNotMigrate) {
      obstacles.add(
          Explanation.of("MIGRATION_FORBIDDEN", "Its configuration forbids it: nomigrate = 1."));
    }
    if (hasVirtualNuma) {
      obstacles.add(
          Explanation.of("VIRTUAL_NUMA", "It has virtual NUMA nodes, which xl cannot move."));
    }
    for (DeviceObservation device : devices) {
      if (PASSED_THROUGH.contains(device.kind())) {
        obstacles.add(
            new Explanation(
                "PASSED_THROUGH_DEVICE",
                "The device " + device.description() + " of this host is passed through to it.",
                Map.of("device", device.description())));
      }
    }
    if (lacksShadowPaging && type.equals(Optional.of(DomainType.PV))) {
      obstacles.add(
          Explanation.of(
              "SHADOW_PAGING_MISSING",
              "It is a PV domain, and this Xen was built without shadow paging: it cannot move"
                  + " live."));
    }
    return List.copyOf(obstacles);
  }

  private static DomainDetails of(Node config) {
    Node created = config.child("c_info");
    Node built = config.child("b_info");
    Node scheduling = built.child("sched_params");
    long weight = scheduling.number("weight", 0, Integer.MAX_VALUE);
    return new DomainDetails(
        created.text("uuid").toLowerCase(Locale.ROOT),
        typeOf(created.text("type")),
        built.number("max_memkb", 0, MOST_KIBIBYTES) << 10,
        weight > 0
            ? Optional.of(
                new Share((int) weight, (int) scheduling.number("cap", 0, Integer.MAX_VALUE)))
            : Optional.empty(),
        devicesOf(config),
        interfaceNamesOf(config),
        built.flag("disable_migrate"),
        !built.children("vnuma_nodes").isEmpty(),
        built.text("tsc_mode").isEmpty() ? "default" : built.text("tsc_mode"),
        resourcesOf(config));
  }

  private static List<HostResource> resourcesOf(Node config) {
    List<HostResource> resources = new ArrayList<>();
    for (Node disk : config.children("disks")) {
      addNamed(resources, HostResource.Kind.DISK, disk.text("pdev_path"));
    }
    addNamed(resources, HostResource.Kind.FILE, config.child("b_info").text("kernel"));
    addNamed(resources, HostResource.Kind.FILE, config.child("b_info").text("ramdisk"));
    for (Node nic : config.children("nics")) {
      addNamed(resources, HostResource.Kind.BRIDGE, nic.text("bridge"));
    }
    return List.copyOf(resources);
  }

  /** An empty drive has no name, and interfaces may share a bridge. */
  private static void addNamed(List<HostResource> resources, HostResource.Kind kind, String name) {
    HostResource named = new HostResource(kind, name, "");
    if (!name.isEmpty() && !resources.contains(named)) {
      resources.add(named);
    }
  }

  /** The type that libxl calls so. */
  static Optional<DomainType> typeOf(String text) {
    return switch (text) {
      case "pv" -> Optional.of(DomainType.PV);
      case "pvh" -> Optional.of(DomainType.PVH);
      case "hvm" -> Optional.of(DomainType.HVM);
      default -> Optional.empty();
    };
  }

  private static List<DeviceObservation> devicesOf(Node config) {
    List<DeviceObservation> devices = new ArrayList<>();
    for (Node disk : config.children("disks")) {
      devices.add(new DeviceObservation("disk", disk.text("pdev_path")));
    }
    for (Node nic : config.children("nics")) {
      devices.add(new DeviceObservation("vif", nic.text("bridge")));
    }
    for (Node device : config.children("pcidevs")) {
      String address =
          String.format(
              Locale.ROOT,
              "%04x:%02x:%02x.%x",
              device.number("domain", 0),
              device.number("bus", 0),
              device.number("dev", 0),
              device.number("func", 0));
      devices.add(new DeviceObservation("pci", address));
    }
    for (Node device : config.children("usbdevs")) {
      Node host = device.child("type.hostdev");
      devices.add(
          new DeviceObservation(
              "usb", host.number("hostbus", 0) + "." + host.number("hostaddr", 0)));
    }
    return List.copyOf(devices);
  }

  private static Map<Integer, String> interfaceNamesOf(Node config) {
    Map<Integer, String> names = new HashMap<>();
    for (Node nic : config.children("nics")) {
      names.put((int) nic.number("devid", 0), nic.text("ifname"));
    }
    return Map.copyOf(names);
  }

  /** A part of the document; whatever is absent reads as empty. */
  private record Node(Map<?, ?> values) {

    Node(Object value) {
      this(value instanceof Map<?, ?> map ? map : Map.of());
    }

    Node child(String name) {
      return new Node(values.get(name));
    }

    List<Node> children(String name) {
      return values.get(name) instanceof List<?> list
          ? list.stream().map(Node::new).toList()
          : List.of();
    }

    String text(String name) {
      return values.get(name) instanceof String text ? text : "";
    }

    long number(String name, long otherwise) {
      return values.get(name) instanceof Number number ? number.longValue() : otherwise;
    }

    /** Not negative; beyond the most it is one of libxl's ways of saying that nobody has set it. */
    long number(String name, long otherwise, long most) {
      long number = number(name, otherwise);
      return number >= 0 && number <= most ? number : otherwise;
    }

    /** libxl writes its truth values as text. */
    boolean flag(String name) {
      return "True".equals(values.get(name)) || Boolean.TRUE.equals(values.get(name));
    }
  }
}
