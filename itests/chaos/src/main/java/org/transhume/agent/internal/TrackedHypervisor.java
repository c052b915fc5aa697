// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal;

import java.util.LinkedHashSet;
import java.util.Set;
import org.transhume.spi.hypervisor.ConfigurationReader;
import org.transhume.spi.hypervisor.ConfigurationSource;
import org.transhume.spi.hypervisor.DomainIdentity;
import org.transhume.spi.hypervisor.ForwardingHypervisor;
import org.transhume.spi.hypervisor.Hypervisor;
import org.transhume.spi.hypervisor.HypervisorException;
import org.transhume.spi.hypervisor.IncomingTransfer;
import org.transhume.spi.hypervisor.OutgoingTransfer;
import org.transhume.spi.hypervisor.Transfer;

/** Knows the transfers that an agent holds the ends of, so that they break when it dies. */
final class TrackedHypervisor extends ForwardingHypervisor
    implements ConfigurationSource, ConfigurationReader {

  final Set<Transfer> transfers = new LinkedHashSet<>();

  private final ConfigurationSource source;
  private final ConfigurationReader reader;

  /** Follows a simulated host, which also knows about configurations. */
  TrackedHypervisor(Hypervisor hypervisor) {
    super(hypervisor);
    this.source = (ConfigurationSource) hypervisor;
    this.reader = (ConfigurationReader) hypervisor;
  }

  @Override
  public Bootable bootable(DomainIdentity domain) throws HypervisorException {
    return source.bootable(domain);
  }

  @Override
  public Named named(String configuration) {
    return reader.named(configuration);
  }

  @Override
  public OutgoingTransfer send(DomainIdentity domain, String migrationId)
      throws HypervisorException {
    return tracked(super.send(domain, migrationId));
  }

  @Override
  public IncomingTransfer receive(String migrationId) throws HypervisorException {
    return tracked(super.receive(migrationId));
  }

  private <T extends Transfer> T tracked(T transfer) {
    transfers.add(transfer);
    transfer.outcome().thenAccept(outcome -> transfers.remove(transfer));
    return transfer;
  }
}
