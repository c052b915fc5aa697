// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.transhume.api.model.DomainType;
import org.transhume.hypervisor.sim.internal.DomainConfiguration.Ending;
import org.transhume.hypervisor.sim.internal.DomainConfiguration.Endings;
import org.transhume.hypervisor.sim.internal.DomainConfiguration.Guest;
import org.transhume.hypervisor.sim.internal.DomainConfiguration.Machine;
import org.transhume.hypervisor.sim.internal.XlConfiguration.Setting;
import org.transhume.spi.hypervisor.ConfigurationReader.Named;
import org.transhume.spi.hypervisor.DeviceObservation;
import org.transhume.spi.hypervisor.HypervisorException;

/**
 * Understands the part of xl.cfg that the simulator has use for, and the {@code sim_} keys that say
 * what the guest does. A key that is neither these nor one of xl's is an error.
 */
final class DomainConfigurationReader {

  private static final long MEBIBYTE = 1L << 20;
  private static final int MOST_VCPUS = 128;
  private static final int ORDINARY_WEIGHT = 256;

  /** Keys of xl.cfg that change nothing here, so that a real domain's file can be simulated. */
  private static final Set<String> WITHOUT_EFFECT =
      Set.of(
          "builder",
          "kernel",
          "ramdisk",
          "root",
          "cmdline",
          "extra",
          "bootloader",
          "cpus",
          "pool",
          "tsc_mode",
          "localtime",
          "serial",
          "vfb",
          "vnc",
          "sdl",
          "boot",
          "acpi",
          "apic",
          "pae",
          "maxvcpus",
          "console",
          "keymap",
          "usb",
          "device_model_version",
          "on_watchdog");

  private final Map<String, Setting> settings;
  private final TraceReader traces;

  private DomainConfigurationReader(Map<String, Setting> settings, TraceReader traces) {
    this.settings = settings;
    this.traces = traces;
  }

  /**
   * Reads a configuration.
   *
   * @throws HypervisorException with INVALID_CONFIGURATION that names line and key, or INVALID_NAME
   */
  static DomainConfiguration read(String text, TraceReader traces) throws HypervisorException {
    DomainConfigurationReader reader =
        new DomainConfigurationReader(XlConfiguration.parse(text), traces);
    DomainConfiguration configuration =
        new DomainConfiguration(
            text,
            reader.name(),
            reader.optional("uuid", DomainConfigurationReader::uuid),
            reader.machine(),
            reader.guest(),
            reader.flag("sim_paused", false));
    reader.refuseUnknownKeys();
    return configuration;
  }

  /** Which domain a text is of; what cannot be read is of none. */
  static Named named(String text) {
    try {
      Map<String, Setting> settings = XlConfiguration.parse(text);
      return new Named(
          first(settings.get("name")),
          first(settings.get("uuid")).map(uuid -> uuid.toLowerCase(Locale.ROOT)),
          bytes(first(settings.get("memory"))),
          vcpus(first(settings.get("vcpus"))));
    } catch (HypervisorException e) {
      return Named.NOTHING;
    }
  }

  private static int vcpus(Optional<String> number) {
    try {
      return number.map(text -> whole(text, 1, MOST_VCPUS)).orElse(1);
    } catch (IllegalArgumentException e) {
      return 0;
    }
  }

  private static Optional<String> first(Setting setting) {
    return Optional.ofNullable(setting).map(some -> some.values().get(0));
  }

  private static OptionalLong bytes(Optional<String> mebibytes) {
    try {
      return mebibytes.isPresent()
          ? OptionalLong.of(mebibytes(mebibytes.get()))
          : OptionalLong.empty();
    } catch (IllegalArgumentException e) {
      return OptionalLong.empty();
    }
  }

  private String name() throws HypervisorException {
    String name = required("name").values().get(0);
    DomainName.check(name);
    return name;
  }

  private Machine machine() throws HypervisorException {
    long memory = required("memory", DomainConfigurationReader::mebibytes);
    long maximum = value("maxmem", memory, DomainConfigurationReader::mebibytes);
    if (maximum < memory) {
      throw required("maxmem").error("it is below memory");
    }
    List<DeviceObservation> devices = new ArrayList<>();
    for (String kind : List.of("disk", "vif", "pci")) {
      Setting setting = settings.get(kind);
      for (String value : setting == null ? List.<String>of() : setting.values()) {
        devices.add(new DeviceObservation(kind, value));
      }
    }
    return new Machine(
        value("type", DomainType.PVH, DomainConfigurationReader::type),
        memory,
        maximum,
        value("vcpus", 1, text -> whole(text, 1, MOST_VCPUS)),
        value("cpu_weight", ORDINARY_WEIGHT, text -> whole(text, 1, 65535)),
        value("cap", 0, text -> whole(text, 0, 12800)),
        !flag("nomigrate", false),
        devices,
        new Endings(
            value("on_poweroff", Ending.DESTROY, DomainConfigurationReader::ending),
            value("on_reboot", Ending.RESTART, DomainConfigurationReader::ending),
            value("on_crash", Ending.DESTROY, DomainConfigurationReader::ending)));
  }

  private Guest guest() throws HypervisorException {
    long memory = required("memory", DomainConfigurationReader::mebibytes);
    List<GuestEvent> events = new ArrayList<>();
    Setting scripted = settings.get("sim_events");
    for (String event : scripted == null ? List.<String>of() : scripted.values()) {
      events.add(understand(scripted, event, GuestEvent::parse));
    }
    return new Guest(
        demand(),
        value("sim_dirty_rate", 0.0, Quantity::bytesPerSecond),
        Math.min(memory, value("sim_working_set", memory / 4, Quantity::bytes)),
        value("sim_network", 0.0, Quantity::bytesPerSecond),
        flag("sim_suspends", true),
        events,
        optional("sim_command", text -> text));
  }

  private Demand demand() throws HypervisorException {
    int vcpus = value("vcpus", 1, text -> whole(text, 1, MOST_VCPUS));
    Setting trace = settings.get("sim_trace");
    if (trace == null) {
      return value("sim_demand", Demand.constant(0), Demand::parse);
    }
    if (settings.containsKey("sim_demand")) {
      throw trace.error("it cannot stand beside sim_demand");
    }
    long period = value("sim_trace_period", Quantity.nanos("300s"), Quantity::nanos);
    try {
      List<Demand.Piece> pieces = new ArrayList<>();
      for (String line : traces.lines(trace.values().get(0))) {
        pieces.add(new Demand.Piece(Quantity.number(line.strip()) / 100 * vcpus, period));
      }
      return new Demand(pieces);
    } catch (IOException e) {
      throw trace.error("the trace cannot be read: " + e);
    } catch (IllegalArgumentException e) {
      throw trace.error(e.getMessage());
    }
  }

  private void refuseUnknownKeys() throws HypervisorException {
    Set<String> known =
        Set.of(
            "name",
            "uuid",
            "memory",
            "maxmem",
            "type",
            "vcpus",
            "cpu_weight",
            "cap",
            "nomigrate",
            "disk",
            "vif",
            "pci",
            "on_poweroff",
            "on_reboot",
            "on_crash",
            "sim_demand",
            "sim_trace",
            "sim_trace_period",
            "sim_dirty_rate",
            "sim_working_set",
            "sim_network",
            "sim_suspends",
            "sim_events",
            "sim_command",
            "sim_paused");
    for (Setting setting : settings.values()) {
      if (!known.contains(setting.key()) && !WITHOUT_EFFECT.contains(setting.key())) {
        throw setting.error("the simulator knows no such key");
      }
    }
  }

  private Setting required(String key) throws HypervisorException {
    Setting setting = settings.get(key);
    if (setting == null) {
      throw XlConfiguration.invalid(1, key, "it is missing");
    }
    if (setting.list()) {
      throw setting.error("it takes one value, not a list");
    }
    return setting;
  }

  private <T> T required(String key, Function<String, T> meaning) throws HypervisorException {
    Setting setting = required(key);
    return understand(setting, setting.values().get(0), meaning);
  }

  private <T> T value(String key, T otherwise, Function<String, T> meaning)
      throws HypervisorException {
    return settings.containsKey(key) ? required(key, meaning) : otherwise;
  }

  private <T> Optional<T> optional(String key, Function<String, T> meaning)
      throws HypervisorException {
    return settings.containsKey(key) ? Optional.of(required(key, meaning)) : Optional.empty();
  }

  private boolean flag(String key, boolean otherwise) throws HypervisorException {
    return value(key, otherwise, text -> whole(text, 0, 1) == 1);
  }

  private static <T> T understand(Setting setting, String text, Function<String, T> meaning)
      throws HypervisorException {
    try {
      return meaning.apply(text);
    } catch (IllegalArgumentException e) {
      throw setting.error(e.getMessage());
    }
  }

  private static int whole(String text, int least, int most) {
    if (!text.matches("[0-9]{1,9}")
        || Integer.parseInt(text) < least
        || Integer.parseInt(text) > most) {
      throw new IllegalArgumentException(
          "'" + text + "' is no whole number from " + least + " to " + most);
    }
    return Integer.parseInt(text);
  }

  private static long mebibytes(String text) {
    return whole(text, 1, 999_999_999) * MEBIBYTE;
  }

  private static String uuid(String text) {
    if (!text.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")) {
      throw new IllegalArgumentException("'" + text + "' is no uuid");
    }
    return UUID.fromString(text).toString();
  }

  private static DomainType type(String text) {
    return DomainType.valueOf(oneOf(text, "pv", "pvh", "hvm"));
  }

  private static Ending ending(String text) {
    return Ending.valueOf(oneOf(text, "destroy", "restart", "preserve"));
  }

  private static String oneOf(String text, String... words) {
    if (!List.of(words).contains(text)) {
      throw new IllegalArgumentException("'" + text + "' is none of " + String.join(", ", words));
    }
    return text.toUpperCase(Locale.ROOT);
  }
}
