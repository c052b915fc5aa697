// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.transhume.spi.hypervisor.DomainIdentity;
import org.transhume.spi.hypervisor.HostObservation;
import org.transhume.spi.hypervisor.Hypervisor;
import org.transhume.spi.hypervisor.HypervisorException;
import org.transhume.spi.hypervisor.IncomingTransfer;
import org.transhume.spi.hypervisor.OutgoingTransfer;
import org.transhume.spi.hypervisor.Transfer;

/** Knows the transfers that an agent holds the ends of, so that they break when it dies. */
final class TrackedHypervisor implements Hypervisor {

  final List<Transfer> transfers = new ArrayList<>();
  private final Hypervisor hypervisor;

  TrackedHypervisor(Hypervisor hypervisor) {
    this.hypervisor = hypervisor;
  }

  @Override
  public String host() {
    return hypervisor.host();
  }

  @Override
  public String description() {
    return hypervisor.description();
  }

  @Override
  public HostObservation observe() throws HypervisorException {
    return hypervisor.observe();
  }

  @Override
  public DomainIdentity create(String configuration) throws HypervisorException {
    return hypervisor.create(configuration);
  }

  @Override
  public Optional<String> configuration(String domainUuid) throws HypervisorException {
    return hypervisor.configuration(domainUuid);
  }

  @Override
  public void pause(DomainIdentity domain) throws HypervisorException {
    hypervisor.pause(domain);
  }

  @Override
  public void unpause(DomainIdentity domain) throws HypervisorException {
    hypervisor.unpause(domain);
  }

  @Override
  public void shutdown(DomainIdentity domain) throws HypervisorException {
    hypervisor.shutdown(domain);
  }

  @Override
  public void reboot(DomainIdentity domain) throws HypervisorException {
    hypervisor.reboot(domain);
  }

  @Override
  public void destroy(DomainIdentity domain) throws HypervisorException {
    hypervisor.destroy(domain);
  }

  @Override
  public void rename(DomainIdentity domain, String name) throws HypervisorException {
    hypervisor.rename(domain, name);
  }

  @Override
  public void resume(DomainIdentity domain) throws HypervisorException {
    hypervisor.resume(domain);
  }

  @Override
  public OutgoingTransfer send(DomainIdentity domain, String migrationId)
      throws HypervisorException {
    OutgoingTransfer transfer = hypervisor.send(domain, migrationId);
    transfers.add(transfer);
    return transfer;
  }

  @Override
  public IncomingTransfer receive(String migrationId) throws HypervisorException {
    IncomingTransfer transfer = hypervisor.receive(migrationId);
    transfers.add(transfer);
    return transfer;
  }
}
