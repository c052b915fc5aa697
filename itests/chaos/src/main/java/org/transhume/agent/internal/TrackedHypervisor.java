// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal;

import java.util.ArrayList;
import java.util.List;
import org.transhume.spi.hypervisor.DomainIdentity;
import org.transhume.spi.hypervisor.ForwardingHypervisor;
import org.transhume.spi.hypervisor.Hypervisor;
import org.transhume.spi.hypervisor.HypervisorException;
import org.transhume.spi.hypervisor.IncomingTransfer;
import org.transhume.spi.hypervisor.OutgoingTransfer;
import org.transhume.spi.hypervisor.Transfer;

/** Knows the transfers that an agent holds the ends of, so that they break when it dies. */
final class TrackedHypervisor extends ForwardingHypervisor {

  final List<Transfer> transfers = new ArrayList<>();

  TrackedHypervisor(Hypervisor hypervisor) {
    super(hypervisor);
  }

  @Override
  public OutgoingTransfer send(DomainIdentity domain, String migrationId)
      throws HypervisorException {
    OutgoingTransfer transfer = super.send(domain, migrationId);
    transfers.add(transfer);
    return transfer;
  }

  @Override
  public IncomingTransfer receive(String migrationId) throws HypervisorException {
    IncomingTransfer transfer = super.receive(migrationId);
    transfers.add(transfer);
    return transfer;
  }
}
