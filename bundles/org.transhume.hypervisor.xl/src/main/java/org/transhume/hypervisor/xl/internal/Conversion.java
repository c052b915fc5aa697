// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.xl.internal;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.transhume.spi.hypervisor.DomainIdentity;
import org.transhume.spi.hypervisor.HypervisorException;
import org.transhume.spi.hypervisor.Reason;

/**
 * Makes a configuration for {@code xl create} of what {@code xl list -l} tells of a running domain.
 * Every value must be one whose meaning in xl.cfg is known: what is left out would make another
 * domain, with the disks of the first. So the first value that is not known ends the conversion.
 */
final class Conversion {

  /** What is not carried over because xl sets it by itself, or because it is about this copy. */
  private static final Set<String> WITHOUT_MEANING =
      Set.of(
          "c_info.domid",
          "c_info.run_hotplug_scripts",
          "b_info.claim_mode",
          "b_info.sched_params.sched",
          "b_info.arch_x86.msr_relaxed",
          "nics.devid",
          "disks.backend");

  private static final Set<String> ENDINGS =
      Set.of("on_poweroff", "on_reboot", "on_watchdog", "on_crash", "on_soft_reset");

  /** Where an empty or zero value says that there is nothing. */
  private static final Set<Object> NOTHING = Set.of(Map.of(), List.of(), "", 0L, "False", false);

  private final List<String> lines = new ArrayList<>();

  private Conversion() {}

  /**
   * The domain's configuration.
   *
   * @param list what {@code xl list -l} printed
   * @throws HypervisorException with {@link Reason#UNSUPPORTED} naming what cannot be carried over
   */
  static String of(CommandResult list, DomainIdentity domain) throws HypervisorException {
    Conversion conversion = new Conversion();
    conversion.convert(find(list, domain), domain);
    return String.join("\n", conversion.lines) + "\n";
  }

  private static Map<String, Object> find(CommandResult list, DomainIdentity domain)
      throws HypervisorException {
    try {
      for (Object entry : Optional.ofNullable(JSON.std.listFrom(list.output())).orElse(List.of())) {
        Map<String, Object> config = map(map(entry).get("config"));
        String uuid = Objects.toString(map(config.get("c_info")).get("uuid"), "");
        if (uuid.toLowerCase(Locale.ROOT).equals(domain.uuid())) {
          return config;
        }
      }
    } catch (IOException e) {
      throw Garbage.in(list, String.valueOf(e.getMessage()), e);
    }
    throw unknown(domain, "xl list -l leaves it out");
  }

  private void convert(Map<String, Object> config, DomainIdentity domain)
      throws HypervisorException {
    for (Map.Entry<String, Object> part : config.entrySet()) {
      String key = part.getKey();
      if (ENDINGS.contains(key)) {
        text(key, part.getValue());
      } else {
        switch (key) {
          case "c_info" -> created(map(part.getValue()), domain);
          case "b_info" -> built(map(part.getValue()), domain);
          case "disks" -> devices("disk", part.getValue(), domain);
          case "nics" -> devices("vif", part.getValue(), domain);
          default -> requireNothing(key, part.getValue(), domain);
        }
      }
    }
  }

  private void created(Map<String, Object> values, DomainIdentity domain)
      throws HypervisorException {
    for (Map.Entry<String, Object> one : values.entrySet()) {
      switch (one.getKey()) {
        case "name" -> text("name", domain.name());
        case "uuid" -> text("uuid", domain.uuid());
        case "type" -> {
          if (!"pv".equals(one.getValue()) && !"pvh".equals(one.getValue())) {
            throw unknown(domain, "it is of type " + one.getValue());
          }
          text("type", one.getValue());
        }
        default -> requireNothing("c_info." + one.getKey(), one.getValue(), domain);
      }
    }
  }

  private void built(Map<String, Object> values, DomainIdentity domain) throws HypervisorException {
    for (Map.Entry<String, Object> one : values.entrySet()) {
      Object value = one.getValue();
      switch (one.getKey()) {
        case "max_vcpus" -> number("maxvcpus", value);
        case "avail_vcpus" -> number("vcpus", (long) list(value).size());
        case "max_memkb" -> number("maxmem", mebibytes(value, domain));
        case "target_memkb" -> number("memory", mebibytes(value, domain));
        case "tsc_mode" -> text("tsc_mode", value);
        case "kernel" -> text("kernel", value);
        case "ramdisk" -> text("ramdisk", value);
        case "cmdline" -> text("cmdline", value);
        case "sched_params" -> scheduled(map(value), domain);
        case "arch_x86" -> nested("b_info.arch_x86", map(value), domain);
        default -> requireNothing("b_info." + one.getKey(), value, domain);
      }
    }
  }

  private void scheduled(Map<String, Object> values, DomainIdentity domain)
      throws HypervisorException {
    for (Map.Entry<String, Object> one : values.entrySet()) {
      switch (one.getKey()) {
        case "weight" -> number("cpu_weight", one.getValue());
        case "cap" -> number("cap", one.getValue());
        default -> requireNothing("b_info.sched_params." + one.getKey(), one.getValue(), domain);
      }
    }
  }

  private static void nested(String path, Map<String, Object> values, DomainIdentity domain)
      throws HypervisorException {
    for (Map.Entry<String, Object> one : values.entrySet()) {
      requireNothing(path + "." + one.getKey(), one.getValue(), domain);
    }
  }

  private void devices(String kind, Object value, DomainIdentity domain)
      throws HypervisorException {
    List<String> devices = new ArrayList<>();
    for (Object device : list(value)) {
      devices.add(
          quoted(kind.equals("disk") ? disk(map(device), domain) : nic(map(device), domain)));
    }
    lines.add(kind + " = [ " + String.join(", ", devices) + " ]");
  }

  /** The target comes last: it may hold anything. */
  private static String disk(Map<String, Object> values, DomainIdentity domain)
      throws HypervisorException {
    String access = "access=ro";
    Map<String, String> words = new TreeMap<>();
    for (Map.Entry<String, Object> one : values.entrySet()) {
      switch (one.getKey()) {
        case "pdev_path", "vdev", "format", "script" ->
            words.put(one.getKey(), one.getKey() + "=" + one.getValue());
        case "readwrite" -> access = number(one.getValue()) > 0 ? "access=rw" : access;
        default -> requireNothing("disks." + one.getKey(), one.getValue(), domain);
      }
    }
    String target = words.remove("pdev_path");
    if (target == null || !words.containsKey("vdev")) {
      throw unknown(domain, "it has a disk without a path or a name");
    }
    return String.join(", ", words.values())
        + ", "
        + access
        + ", "
        + target.replaceFirst("^pdev_path=", "target=");
  }

  private static String nic(Map<String, Object> values, DomainIdentity domain)
      throws HypervisorException {
    List<String> words = new ArrayList<>();
    for (Map.Entry<String, Object> one : new TreeMap<>(values).entrySet()) {
      switch (one.getKey()) {
        case "mac", "bridge", "ip", "script", "model" ->
            words.add(one.getKey() + "=" + one.getValue());
        case "ifname" -> words.add("vifname=" + one.getValue());
        case "nictype" -> {
          if (!"vif".equals(one.getValue())) {
            throw unknown(domain, "it has an interface of type " + one.getValue());
          }
        }
        default -> requireNothing("nics." + one.getKey(), one.getValue(), domain);
      }
    }
    return String.join(",", words);
  }

  private void text(String key, Object value) {
    lines.add(key + " = " + quoted(String.valueOf(value)));
  }

  private void number(String key, Object value) {
    lines.add(key + " = " + value);
  }

  private static long number(Object value) {
    return value instanceof Number number ? number.longValue() : 0;
  }

  private static long mebibytes(Object kibibytes, DomainIdentity domain)
      throws HypervisorException {
    long value = number(kibibytes);
    if (value <= 0 || value % 1024 != 0) {
      throw unknown(domain, "its memory of " + kibibytes + " KiB is no whole number of MiB");
    }
    return value / 1024;
  }

  /** In xl's language nothing stands for a quote within quotes but the other kind of quotes. */
  private static String quoted(String text) {
    return text.contains("\"") ? "'" + text + "'" : "\"" + text + "\"";
  }

  private static void requireNothing(String path, Object value, DomainIdentity domain)
      throws HypervisorException {
    Object plain = value instanceof Number number ? (Object) number.longValue() : value;
    boolean nothing = plain == null || NOTHING.contains(plain);
    if (!WITHOUT_MEANING.contains(path) && !nothing) {
      throw unknown(domain, "nobody has tried how to carry over " + path + " = " + value);
    }
  }

  private static HypervisorException unknown(DomainIdentity domain, String why) {
    return new HypervisorException(
        Reason.UNSUPPORTED,
        domain.name()
            + " was not created through the agent, and no configuration can be made of what xl"
            + " tells: "
            + why
            + "; create it through the agent once",
        Map.of("domain", domain.name()));
  }

  private static Map<String, Object> map(Object value) {
    Map<String, Object> map = new TreeMap<>();
    if (value instanceof Map<?, ?> values) {
      values.forEach((key, item) -> map.put(String.valueOf(key), item));
    }
    return map;
  }

  private static List<?> list(Object value) {
    return value instanceof List<?> list ? list : List.of();
  }
}
