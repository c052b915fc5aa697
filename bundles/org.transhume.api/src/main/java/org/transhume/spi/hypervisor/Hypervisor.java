// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.hypervisor;

import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One host's hypervisor. Implementations are safe for use by several threads. Every method but
 * {@link #host()} may block; none blocks without a bound. Whoever acts on a domain names it by its
 * whole {@link DomainIdentity}: an implementation checks that the domid still belongs to the uuid
 * before it acts, and answers {@link Reason#IDENTITY_CHANGED} when it does not.
 */
@ConsumerType
public interface Hypervisor {

  /** The host's name, as certificates and object names have it. Never blocks, never changes. */
  String host();

  /** What this is, for people: for example {@code Xen 4.17.7 through xl}. */
  String description();

  /**
   * One consistent look at the host and everything on it, leftovers of migrations included.
   *
   * @throws HypervisorException when the host cannot be looked at; the reason tells why, for
   *     instance {@link Reason#NOT_AVAILABLE} where no Xen runs
   */
  HostObservation observe() throws HypervisorException;

  /**
   * A cheaper look, for whoever follows one domain while it moves. Which copies there are, their
   * names, states and processor time, and whether a tool works on them, is as fresh as that of
   * {@link #observe}; everything else may be old or absent.
   *
   * @throws HypervisorException as {@link #observe}
   */
  default HostObservation glance() throws HypervisorException {
    return observe();
  }

  /**
   * Creates a domain from a configuration in the hypervisor's own language, and keeps that
   * configuration for {@link #configuration}.
   *
   * @return the domain, running or paused as its configuration says
   */
  DomainIdentity create(String configuration) throws HypervisorException;

  /**
   * The configuration with which the domain was created, as it was given.
   *
   * @param domainUuid the domain
   * @return empty when it was created by other means and nothing was kept
   */
  Optional<String> configuration(String domainUuid) throws HypervisorException;

  /** Stops the domain's processors; its memory stays. Does nothing to a paused domain. */
  void pause(DomainIdentity domain) throws HypervisorException;

  /** Lets a paused domain go on. Does nothing to a running domain. */
  void unpause(DomainIdentity domain) throws HypervisorException;

  /** Asks the guest to power off; returns when the request was delivered, not when it is off. */
  void shutdown(DomainIdentity domain) throws HypervisorException;

  /** Asks the guest to reboot; returns when the request was delivered. */
  void reboot(DomainIdentity domain) throws HypervisorException;

  /** Ends this very copy at once, without asking the guest. Its uuid is checked first. */
  void destroy(DomainIdentity domain) throws HypervisorException;

  /**
   * Gives a copy left as {@code NAME--migratedaway} or the like its own name back.
   *
   * @param domain the copy
   * @param name the name it shall have
   */
  void rename(DomainIdentity domain, String name) throws HypervisorException;

  /**
   * Lets a suspended domain go on where it stood. Whether that is safe is the caller's decision:
   * the migration protocol alone knows whether another copy has run meanwhile.
   *
   * @throws HypervisorException with {@link Reason#UNSUPPORTED} where the host's tools have no way
   */
  void resume(DomainIdentity domain) throws HypervisorException;

  /**
   * Begins to send a running domain. Returns as soon as the sender runs; its bytes are then to be
   * carried to the receiver by the caller.
   *
   * @param domain what to send
   * @param migrationId letters, digits, dots and hyphens only, at most 64
   */
  OutgoingTransfer send(DomainIdentity domain, String migrationId) throws HypervisorException;

  /**
   * Begins to receive a domain. Returns as soon as the receiver runs.
   *
   * @param migrationId as at the sender
   */
  IncomingTransfer receive(String migrationId) throws HypervisorException;
}
