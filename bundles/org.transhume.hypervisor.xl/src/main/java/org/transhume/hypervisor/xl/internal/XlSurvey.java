// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.xl.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.spi.hypervisor.ClockSurvey;
import org.transhume.spi.hypervisor.DomainIdentity;
import org.transhume.spi.hypervisor.HostResource;
import org.transhume.spi.hypervisor.HypervisorException;
import org.transhume.spi.hypervisor.MigrationSurvey;
import org.transhume.spi.hypervisor.SourceFacts;
import org.transhume.spi.hypervisor.TargetFacts;

/**
 * What this host tells for the checks before a migration. Xen's own tools must answer; what other
 * programs would tell is unknown where they are missing or fail.
 */
final class XlSurvey implements MigrationSurvey, ClockSurvey {

  private static final Logger LOG = LoggerFactory.getLogger(XlSurvey.class);
  private static final Pattern AUTOBALLOON =
      Pattern.compile("(?m)^\\s*autoballoon\\s*=\\s*[\"']?([A-Za-z0-9]+)");

  private final XlSettings settings;
  private final Xl xl;
  private final CommandRunner runner;
  private final Inventory inventory;
  private final HostResources resources;

  XlSurvey(XlSettings settings, Xl xl, CommandRunner runner, Inventory inventory) {
    this.settings = settings;
    this.xl = xl;
    this.runner = runner;
    this.inventory = inventory;
    this.resources = new HostResources(settings.root());
  }

  @Override
  public SourceFacts sourceFacts(DomainIdentity domain) throws HypervisorException {
    HostFacts host = inventory.readFacts();
    Optional<DomainDetails> details =
        Optional.ofNullable(DomainDetails.parse(xl.run("list", "-l")).get(domain.domainId()))
            .filter(found -> found.uuid().equals(domain.uuid()));
    List<HostResource> used = new ArrayList<>();
    for (HostResource named : details.map(DomainDetails::resources).orElse(List.of())) {
      // What is not here under its name any more is still what the domain was started with.
      used.add(resources.find(named.kind(), named.name()).orElse(named));
    }
    return new SourceFacts(
        host.release(),
        details.flatMap(DomainDetails::type),
        details.map(DomainDetails::timestampMode).orElse(""),
        host.processorKilohertz(),
        tried("xen-cpuid", "-p", Integer.toString(domain.domainId()))
            .map(output -> ProcessorPolicies.parse(output).ofDomain(domain.domainId()))
            .orElse(Map.of()),
        clockSynchronised(),
        used);
  }

  @Override
  public TargetFacts targetFacts(String domain, SourceFacts wanted) throws HypervisorException {
    HostFacts host = inventory.readFacts();
    List<HostResource> found = new ArrayList<>();
    for (HostResource resource : wanted.resources()) {
      resources.find(resource.kind(), resource.name()).ifPresent(found::add);
    }
    return new TargetFacts(
        host.release(),
        host.processorKilohertz(),
        tried("xen-cpuid", "-p")
            .map(output -> ProcessorPolicies.parse(output).limits(wanted.type()))
            .orElse(Map.of()),
        clockSynchronised(),
        Optional.of(shrinksControlDomain(host)),
        Optional.ofNullable(Xendomains.in(settings.root()).saved().get(domain)),
        Optional.of(found));
  }

  private Optional<Boolean> clockSynchronised() {
    return clock().synchronised();
  }

  @Override
  public ClockState clock() {
    Optional<String> tracking = tried("chronyc", "-c", "-n", "tracking");
    return new ClockState(
        tracking
            .flatMap(TimeService::inTracking)
            .or(
                () ->
                    tried("timedatectl", "show", "--property=NTPSynchronized", "--value")
                        .flatMap(TimeService::inProperty)),
        tracking.map(TimeService::aheadMillis).orElse(OptionalDouble.empty()));
  }

  /** xl's own preset is {@code auto}: not where Xen was told how much memory dom0 shall have. */
  private boolean shrinksControlDomain(HostFacts host) {
    Path file = settings.root().resolve("etc/xen/xl.conf");
    String text = "";
    try {
      text = Files.isReadable(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      LOG.warn("{} cannot be read: xl's presets are assumed", file, e);
    }
    Matcher setting = AUTOBALLOON.matcher(text);
    String chosen = setting.find() ? setting.group(1).toLowerCase(Locale.ROOT) : "auto";
    return switch (chosen) {
      case "off", "0" -> false;
      case "on", "1" -> true;
      default -> !host.fixedControlDomainMemory();
    };
  }

  /** What a program prints; empty where it is missing or fails. */
  private Optional<String> tried(String... command) {
    try {
      CommandResult result = runner.run(new Command(List.of(command), settings.commandTimeLimit()));
      if (result.succeeded()) {
        return Optional.of(result.output());
      }
      LOG.debug("{} failed: {}", result.command(), result.complaints());
    } catch (HypervisorException e) {
      LOG.debug("{} cannot be used", command[0], e);
    }
    return Optional.empty();
  }
}
