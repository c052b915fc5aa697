// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.hypervisor;

import java.util.Optional;

/**
 * Passes every question and every order on to another hypervisor, with what it can survey. Whoever
 * wants to see some of them pass overrides those.
 */
public class ForwardingHypervisor implements Hypervisor, MigrationSurvey {

  private final Hypervisor real;

  /** Passes on to that one, which may be no {@link MigrationSurvey}. */
  public ForwardingHypervisor(Hypervisor real) {
    this.real = real;
  }

  @Override
  public String host() {
    return real.host();
  }

  @Override
  public String description() {
    return real.description();
  }

  @Override
  public HostObservation observe() throws HypervisorException {
    return real.observe();
  }

  @Override
  public HostObservation glance() throws HypervisorException {
    return real.glance();
  }

  @Override
  public SourceFacts sourceFacts(DomainIdentity domain) throws HypervisorException {
    return real instanceof MigrationSurvey survey
        ? survey.sourceFacts(domain)
        : SourceFacts.UNKNOWN;
  }

  @Override
  public TargetFacts targetFacts(String domain, SourceFacts wanted) throws HypervisorException {
    return real instanceof MigrationSurvey survey
        ? survey.targetFacts(domain, wanted)
        : TargetFacts.UNKNOWN;
  }

  @Override
  public DomainIdentity create(String configuration) throws HypervisorException {
    return real.create(configuration);
  }

  @Override
  public Optional<String> configuration(String domainUuid) throws HypervisorException {
    return real.configuration(domainUuid);
  }

  @Override
  public void pause(DomainIdentity domain) throws HypervisorException {
    real.pause(domain);
  }

  @Override
  public void unpause(DomainIdentity domain) throws HypervisorException {
    real.unpause(domain);
  }

  @Override
  public void shutdown(DomainIdentity domain) throws HypervisorException {
    real.shutdown(domain);
  }

  @Override
  public void reboot(DomainIdentity domain) throws HypervisorException {
    real.reboot(domain);
  }

  @Override
  public void destroy(DomainIdentity domain) throws HypervisorException {
    real.destroy(domain);
  }

  @Override
  public void rename(DomainIdentity domain, String name) throws HypervisorException {
    real.rename(domain, name);
  }

  @Override
  public void resume(DomainIdentity domain) throws HypervisorException {
    real.resume(domain);
  }

  @Override
  public OutgoingTransfer send(DomainIdentity domain, String migrationId)
      throws HypervisorException {
    return real.send(domain, migrationId);
  }

  @Override
  public IncomingTransfer receive(String migrationId) throws HypervisorException {
    return real.receive(migrationId);
  }
}
