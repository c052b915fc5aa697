// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import java.util.Optional;
import java.util.regex.Pattern;
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
import org.transhume.spi.hypervisor.SourceFacts;
import org.transhume.spi.hypervisor.TargetFacts;

/** A simulated host as an agent sees it: for any thread, and never waiting for simulated time. */
final class SimulatedHypervisor
    implements Hypervisor, MigrationSurvey, ClockSurvey, ConfigurationSource, ConfigurationReader {

  private static final Pattern MIGRATION_ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");

  private final SimulatedHost host;
  private final ModelLock lock;

  SimulatedHypervisor(SimulatedHost host, ModelLock lock) {
    this.host = host;
    this.lock = lock;
  }

  @Override
  public String host() {
    return host.name();
  }

  @Override
  public String description() {
    return SimulatedHost.VERSION;
  }

  @Override
  public HostObservation observe() throws HypervisorException {
    return lock.call(host::observe);
  }

  @Override
  public SourceFacts sourceFacts(DomainIdentity domain) throws HypervisorException {
    return lock.call(() -> host.sourceFacts(domain));
  }

  @Override
  public TargetFacts targetFacts(String domain, SourceFacts wanted) throws HypervisorException {
    return lock.call(() -> host.targetFacts(domain, wanted));
  }

  @Override
  public DomainIdentity create(String configuration) throws HypervisorException {
    return lock.call(() -> host.create(configuration));
  }

  @Override
  public ClockState clock() {
    return lock.call(host::clockState);
  }

  @Override
  public Named named(String configuration) {
    return DomainConfigurationReader.named(configuration);
  }

  @Override
  public Optional<String> configuration(String domainUuid) throws HypervisorException {
    return lock.call(() -> host.configuration(domainUuid));
  }

  @Override
  public Bootable bootable(DomainIdentity domain) throws HypervisorException {
    return lock.call(() -> host.bootable(domain));
  }

  @Override
  public void pause(DomainIdentity domain) throws HypervisorException {
    act(() -> host.pause(domain));
  }

  @Override
  public void unpause(DomainIdentity domain) throws HypervisorException {
    act(() -> host.unpause(domain));
  }

  @Override
  public void shutdown(DomainIdentity domain) throws HypervisorException {
    act(() -> host.ask(domain, GuestEvent.Kind.POWER_OFF));
  }

  @Override
  public void reboot(DomainIdentity domain) throws HypervisorException {
    act(() -> host.ask(domain, GuestEvent.Kind.REBOOT));
  }

  @Override
  public void destroy(DomainIdentity domain) throws HypervisorException {
    act(() -> host.destroy(domain));
  }

  @Override
  public void rename(DomainIdentity domain, String name) throws HypervisorException {
    act(() -> host.rename(domain, name));
  }

  @Override
  public void resume(DomainIdentity domain) throws HypervisorException {
    act(() -> host.resume(domain));
  }

  @Override
  public OutgoingTransfer send(DomainIdentity domain, String migrationId)
      throws HypervisorException {
    check(migrationId);
    return lock.call(() -> host.send(domain, migrationId));
  }

  @Override
  public IncomingTransfer receive(String migrationId) throws HypervisorException {
    check(migrationId);
    return lock.call(() -> host.receive(migrationId));
  }

  private static void check(String migrationId) {
    if (!MIGRATION_ID.matcher(migrationId).matches()) {
      throw new IllegalArgumentException(
          "migrationId is letters, digits, dots and hyphens, at most 64: '" + migrationId + "'");
    }
  }

  private void act(Act act) throws HypervisorException {
    lock.call(
        () -> {
          act.run();
          return Optional.empty();
        });
  }

  @FunctionalInterface
  private interface Act {
    void run() throws HypervisorException;
  }
}
