// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.hypervisor;

import java.time.Duration;

/**
 * Two hosts that a contract suite is run upon, and what it must arrange there beside the SPI. Each
 * test gets a bench of its own. A recording of real tools can be a bench as well as a simulator.
 */
public interface HypervisorBench extends AutoCloseable {

  /** Name of the one domain that runs on {@link #host()} from the beginning. */
  String DOMAIN = "etch-1-1";

  /** Memory of {@link #DOMAIN}. */
  long DOMAIN_MEBIBYTES = 128;

  /** The host under test: runs {@link #DOMAIN} with one vcpu, and has 512 MiB free at least. */
  Hypervisor host();

  /** Another host: runs nothing, and has 512 MiB free at least. */
  Hypervisor otherHost();

  /**
   * A domain's configuration in the hypervisor's own language, ready for {@link Hypervisor#create}.
   *
   * @param name its name, written as it is even where no such name is allowed
   * @param memoryMebibytes its memory
   */
  String configuration(String name, long memoryMebibytes);

  /**
   * Ends a domain behind the hypervisor's back and lets a new one have its domid.
   *
   * @param domain a domain on {@link #host()}
   * @param newcomer name of the new domain
   */
  void giveDomainIdToAnother(DomainIdentity domain, String newcomer);

  /**
   * Leaves a domain as a sender does that died between READY and GO: suspended, renamed, and no
   * tool alive that would care for it.
   *
   * @param domain a running domain on {@link #host()}
   * @return the same copy under its present name, {@code NAME--migratedaway}
   */
  DomainIdentity leaveMigratedAway(DomainIdentity domain);

  /** Leaves so little memory on a host that {@link #DOMAIN} does not fit any more. */
  void exhaustMemory(Hypervisor host);

  /** Whether {@link Hypervisor#resume} works here; where not it must answer UNSUPPORTED. */
  default boolean canResume() {
    return true;
  }

  /** How long to wait for what must happen; generous. */
  default Duration patience() {
    return Duration.ofSeconds(60);
  }

  @Override
  void close();
}
