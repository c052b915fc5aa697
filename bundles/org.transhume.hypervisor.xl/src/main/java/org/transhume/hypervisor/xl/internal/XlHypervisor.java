// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.xl.internal;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.transhume.api.model.ConfigurationOrigin;
import org.transhume.api.model.DomainState;
import org.transhume.api.model.DomainType;
import org.transhume.spi.hypervisor.ClockSurvey;
import org.transhume.spi.hypervisor.ConfigurationReader;
import org.transhume.spi.hypervisor.ConfigurationSource;
import org.transhume.spi.hypervisor.DomainIdentity;
import org.transhume.spi.hypervisor.HostObservation;
import org.transhume.spi.hypervisor.Hypervisor;
import org.transhume.spi.hypervisor.HypervisorException;
import org.transhume.spi.hypervisor.IncomingTransfer;
import org.transhume.spi.hypervisor.MigrationSurvey;
import org.transhume.spi.hypervisor.OutgoingTransfer;
import org.transhume.spi.hypervisor.Reason;
import org.transhume.spi.hypervisor.SourceFacts;
import org.transhume.spi.hypervisor.TargetFacts;

/**
 * Xen, driven by its {@code xl} command line. Domains are named to xl by domid only, and the uuid
 * behind the domid is looked up again just before each command.
 */
final class XlHypervisor
    implements Hypervisor, MigrationSurvey, ClockSurvey, ConfigurationSource, ConfigurationReader {

  private static final Pattern UUID_TEXT =
      Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");
  private static final Pattern MIGRATION_ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");

  /** An assignment at the start of a line of xl's configuration language, in either quotes. */
  private static final String ASSIGNMENT = "(?m)^\\s*%s\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)')";

  private static final Pattern NAME = Pattern.compile(ASSIGNMENT.formatted("name"));
  private static final Pattern UUID_SETTING = Pattern.compile(ASSIGNMENT.formatted("uuid"));

  /** A whole number, in quotes or not. */
  private static final String NUMBER = "(?m)^\\s*%s\\s*=\\s*[\"']?(\\d{1,9})[\"']?\\s*(?:[;#].*)?$";

  private static final Pattern MEMORY = Pattern.compile(NUMBER.formatted("memory"));
  private static final Pattern VCPUS = Pattern.compile(NUMBER.formatted("vcpus"));

  private final XlSettings settings;
  private final CommandRunner runner;
  private final Xl xl;
  private final Inventory inventory;
  private final XlSurvey survey;
  private final ConfigurationStore configurations;
  private final Detachment detachment;
  private final Transfers transfers;
  private volatile ResumeTool resumeTool;
  private volatile String xenVersion = "";

  XlHypervisor(
      XlSettings settings,
      CommandRunner runner,
      Clock clock,
      LongSupplier nanoTime,
      Supplier<String> tokens) {
    this.settings = settings;
    this.runner = runner;
    this.xl = new Xl(settings.xlPath(), settings.commandTimeLimit(), runner);
    this.inventory = new Inventory(settings, xl, runner, clock, nanoTime);
    this.survey = new XlSurvey(settings, xl, runner, inventory);
    this.configurations = new ConfigurationStore(settings.dataFolder().resolve("configurations"));
    this.detachment = Detachment.detect(settings.root());
    this.transfers = new Transfers(settings, xl, runner, detachment, clock, tokens);
  }

  @Override
  public String host() {
    return settings.host();
  }

  @Override
  public String description() {
    ResumeTool known = resumeTool;
    return "Xen"
        + xenVersion
        + " through "
        + settings.xlPath()
        + "; "
        + detachment.description()
        + (known == null ? "" : "; " + known.description());
  }

  @Override
  public HostObservation observe() throws HypervisorException {
    HostObservation look = inventory.look();
    if (resumeTool == null) {
      xenVersion = look.hypervisorVersion().substring("Xen".length());
      resumeTool();
    }
    return look;
  }

  @Override
  public HostObservation glance() throws HypervisorException {
    return inventory.glance();
  }

  @Override
  public SourceFacts sourceFacts(DomainIdentity domain) throws HypervisorException {
    return survey.sourceFacts(resolve(domain).identity());
  }

  @Override
  public TargetFacts targetFacts(String domain, SourceFacts wanted) throws HypervisorException {
    return survey.targetFacts(domain, wanted);
  }

  @Override
  public DomainIdentity create(String configuration) throws HypervisorException {
    Optional<String> name = setting(NAME, configuration);
    if (name.isPresent()) {
      new DomainName(name.get()).requireUsableAsName();
    }
    Optional<String> given = setting(UUID_SETTING, configuration);
    String uuid = given.orElseGet(() -> UUID.randomUUID().toString()).toLowerCase(Locale.ROOT);
    requireUuid(uuid);
    if (find(uuid).isPresent()) {
      throw new HypervisorException(
          Reason.NAME_IN_USE, "The domain " + uuid + " is already here.", Map.of("uuid", uuid));
    }
    Path file = configurations.keep(uuid, configuration);
    Command create =
        new Command(
            xl.command("create", "-q", file.toString(), "uuid=\"" + uuid + "\"").arguments(),
            settings.createTimeLimit());
    try {
      xl.run(detachment.detached(create));
    } catch (HypervisorException e) {
      if (find(uuid).isEmpty()) {
        configurations.forget(uuid);
      }
      throw e;
    }
    return find(uuid)
        .orElseThrow(
            () ->
                new HypervisorException(
                    Reason.UNKNOWN_DOMAIN,
                    "The domain " + uuid + " was created and is gone already.",
                    Map.of("uuid", uuid)))
        .identity();
  }

  @Override
  public ClockState clock() {
    return survey.clock();
  }

  @Override
  public Named named(String configuration) {
    return new Named(
        setting(NAME, configuration),
        setting(UUID_SETTING, configuration).map(uuid -> uuid.toLowerCase(Locale.ROOT)),
        memoryBytes(configuration),
        vcpus(configuration));
  }

  /** A configuration of a domain that says nothing of it has one. */
  private static int vcpus(String configuration) {
    Matcher vcpus = VCPUS.matcher(configuration);
    if (vcpus.find()) {
      return Integer.parseInt(vcpus.group(1));
    }
    return setting(NAME, configuration).isPresent() ? 1 : 0;
  }

  private static OptionalLong memoryBytes(String configuration) {
    Matcher memory = MEMORY.matcher(configuration);
    return memory.find()
        ? OptionalLong.of(Long.parseLong(memory.group(1)) << 20)
        : OptionalLong.empty();
  }

  @Override
  public Optional<String> configuration(String domainUuid) throws HypervisorException {
    requireUuid(domainUuid);
    return configurations.read(domainUuid.toLowerCase(Locale.ROOT));
  }

  /** What was kept; else what can be made of xl's word, tried by {@code xl create -n}. */
  @Override
  public Bootable bootable(DomainIdentity domain) throws HypervisorException {
    DomainIdentity found = resolve(domain).identity();
    Optional<String> kept = configurations.read(found.uuid());
    if (kept.isPresent()) {
      String uuid = setting(UUID_SETTING, kept.get()).orElse("");
      return new Bootable(
          ConfigurationOrigin.GIVEN,
          uuid.equalsIgnoreCase(found.uuid())
              ? kept.get()
              : kept.get().stripTrailing() + "\nuuid = \"" + found.uuid() + "\"\n");
    }
    String made = Conversion.of(xl.run("list", "-l"), found);
    Path draft = configurations.draft(made);
    try {
      xl.run("create", "-n", "-q", draft.toString());
    } finally {
      configurations.discard(draft);
    }
    return new Bootable(ConfigurationOrigin.CONVERTED, made);
  }

  @Override
  public void pause(DomainIdentity domain) throws HypervisorException {
    DomainRow row = resolve(domain);
    // Xen counts pauses: a second one would need a second unpause.
    if (row.state() != DomainState.PAUSED) {
      act("pause", row);
    }
  }

  @Override
  public void unpause(DomainIdentity domain) throws HypervisorException {
    DomainRow row = resolve(domain);
    if (row.state() == DomainState.PAUSED) {
      act("unpause", row);
    }
  }

  /** With ACPI's power button where an HVM guest has no drivers to be asked through. */
  @Override
  public void shutdown(DomainIdentity domain) throws HypervisorException {
    act("shutdown", resolve(domain), "-F");
  }

  @Override
  public void reboot(DomainIdentity domain) throws HypervisorException {
    act("reboot", resolve(domain), "-F");
  }

  @Override
  public void destroy(DomainIdentity domain) throws HypervisorException {
    act("destroy", resolve(domain));
  }

  @Override
  public void rename(DomainIdentity domain, String name) throws HypervisorException {
    new DomainName(name).requireUsableAsName();
    xl.run("rename", Integer.toString(resolve(domain).identity().domainId()), name);
  }

  @Override
  public void resume(DomainIdentity domain) throws HypervisorException {
    DomainRow row = resolve(domain);
    requireState(row, DomainState.SUSPENDED, "be resumed");
    Optional<DomainType> type = typeOf(row);
    Command command =
        resumeTool()
            .resume(row.identity().domainId(), type)
            .orElseThrow(
                () ->
                    new HypervisorException(
                        Reason.UNSUPPORTED,
                        "Nothing here can resume "
                            + row.identity()
                            + " of type "
                            + type.map(DomainType::name).orElse("unknown")
                            + ": "
                            + resumeTool.description()
                            + ".",
                        Map.of("domain", row.identity().name())));
    xl.run(command);
    DomainRow after = resolve(row.identity());
    if (after.state() == DomainState.SUSPENDED) {
      throw new HypervisorException(
          Reason.FAILED,
          "'" + command.program() + "' reported success and left " + row.identity() + " suspended.",
          Map.of("domain", row.identity().name()));
    }
  }

  @Override
  public OutgoingTransfer send(DomainIdentity domain, String migrationId)
      throws HypervisorException {
    requireMigrationId(migrationId);
    DomainRow row = resolve(domain);
    if (row.state() == DomainState.PAUSED) {
      throw new HypervisorException(
          Reason.GUEST_DID_NOT_SUSPEND,
          row.identity() + " is paused, and a paused guest cannot suspend: unpause it first.",
          Map.of("domain", row.identity().name()));
    }
    requireState(row, DomainState.RUNNING, "be sent");
    if (inventory.transfers().concern(row)) {
      throw Transfers.alreadyMoving(row);
    }
    return transfers.send(row);
  }

  @Override
  public IncomingTransfer receive(String migrationId) throws HypervisorException {
    requireMigrationId(migrationId);
    return transfers.receive();
  }

  private void act(String subcommand, DomainRow row, String... options) throws HypervisorException {
    List<String> arguments = new ArrayList<>(List.of(subcommand));
    arguments.addAll(List.of(options));
    arguments.add(Integer.toString(row.identity().domainId()));
    xl.run(arguments.toArray(String[]::new));
  }

  /** The copy as it is at this moment, if it is still the one that was meant. */
  private DomainRow resolve(DomainIdentity domain) throws HypervisorException {
    new DomainName(domain.name()).requirePlain();
    if (domain.domainId() == 0) {
      throw new HypervisorException(
          Reason.CONTROL_DOMAIN,
          "Domain 0 is the control domain of " + host() + " and cannot be acted upon.",
          Map.of("host", host()));
    }
    DomainRow row =
        xl.list().stream()
            .filter(found -> found.identity().domainId() == domain.domainId())
            .findFirst()
            .orElseThrow(
                () ->
                    new HypervisorException(
                        Reason.UNKNOWN_DOMAIN,
                        "There is no " + domain + " on " + host() + ".",
                        Map.of("domain", domain.name(), "host", host())));
    if (!row.identity().uuid().equals(domain.uuid())) {
      throw new HypervisorException(
          Reason.IDENTITY_CHANGED,
          "Domid "
              + domain.domainId()
              + " was meant for "
              + domain
              + ", and is "
              + row.identity()
              + " by now; nothing was done.",
          Map.of("domain", domain.name(), "uuid", domain.uuid(), "found", row.identity().uuid()));
    }
    return row;
  }

  private Optional<DomainRow> find(String uuid) throws HypervisorException {
    return xl.list().stream().filter(row -> row.identity().uuid().equals(uuid)).findFirst();
  }

  /** As Xen's library wrote it down; {@code xl list -l} may leave such a domain out. */
  private Optional<DomainType> typeOf(DomainRow row) throws HypervisorException {
    Command read =
        new Command(
            List.of("xenstore-read", "/libxl/" + row.identity().domainId() + "/type"),
            settings.commandTimeLimit());
    CommandResult result = runner.run(read);
    return result.succeeded() ? DomainDetails.typeOf(result.output().strip()) : Optional.empty();
  }

  /** What lacked when it was looked for first may have been installed since. */
  private ResumeTool resumeTool() throws HypervisorException {
    ResumeTool known = resumeTool;
    if (known == null || known instanceof ResumeTool.Absent) {
      known = ResumeTool.detect(runner, xl, settings, inventory.readFacts().release());
      resumeTool = known;
    }
    return known;
  }

  private static void requireState(DomainRow row, DomainState state, String what)
      throws HypervisorException {
    if (row.state() != state) {
      throw new HypervisorException(
          Reason.FAILED,
          row.identity()
              + " is "
              + row.state()
              + " and not "
              + state
              + ", so that it cannot "
              + what
              + ".",
          Map.of("domain", row.identity().name(), "state", row.state().name()));
    }
  }

  private static Optional<String> setting(Pattern pattern, String configuration) {
    Matcher matcher = pattern.matcher(configuration);
    String found = null;
    while (matcher.find()) {
      found = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    }
    return Optional.ofNullable(found);
  }

  private static void requireUuid(String uuid) throws HypervisorException {
    if (!UUID_TEXT.matcher(uuid).matches()) {
      throw new HypervisorException(
          Reason.INVALID_CONFIGURATION, "'" + uuid + "' is no uuid.", Map.of("uuid", uuid));
    }
  }

  private static void requireMigrationId(String migrationId) {
    if (!MIGRATION_ID.matcher(migrationId).matches()) {
      throw new IllegalArgumentException("migrationId: " + migrationId);
    }
  }
}
