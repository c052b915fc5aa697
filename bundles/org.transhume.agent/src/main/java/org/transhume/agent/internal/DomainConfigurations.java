// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.api.model.ConfigurationOrigin;
import org.transhume.api.model.CopyKind;
import org.transhume.api.mx.DomainConfiguration;
import org.transhume.spi.hypervisor.ConfigurationSource;
import org.transhume.spi.hypervisor.ConfigurationSource.Bootable;
import org.transhume.spi.hypervisor.DomainIdentity;
import org.transhume.spi.hypervisor.DomainObservation;
import org.transhume.spi.hypervisor.HostObservation;
import org.transhume.spi.hypervisor.Hypervisor;
import org.transhume.spi.hypervisor.HypervisorException;
import org.transhume.spi.hypervisor.Reason;

/**
 * How the domains of this host could be booted elsewhere. The hypervisor is asked once for each
 * copy, since its tools may have to try a text that they have made. Safe for use by several
 * threads.
 */
final class DomainConfigurations {

  private static final Logger LOG = LoggerFactory.getLogger(DomainConfigurations.class);

  /** Larger ones are not carried about: no xl.cfg that a person has written is. */
  private static final int MOST_CHARACTERS = 64 * 1024;

  private final Hypervisor hypervisor;
  private final Supplier<Optional<HostObservation>> look;
  private final Map<DomainIdentity, DomainConfiguration> asked = new ConcurrentHashMap<>();

  DomainConfigurations(Hypervisor hypervisor, Supplier<Optional<HostObservation>> look) {
    this.hypervisor = hypervisor;
    this.look = look;
  }

  /**
   * Those of which something else is known, or nothing. May block for each domain that has arrived.
   */
  List<DomainConfiguration> besides(Map<String, String> knownDigests) {
    List<DomainIdentity> here =
        look.get().stream()
            .flatMap(seen -> seen.domains().stream())
            .filter(copy -> copy.copyKind() == CopyKind.ORDINARY)
            .map(DomainObservation::identity)
            .toList();
    asked.keySet().retainAll(here);
    return here.stream()
        .map(domain -> of(domain))
        .filter(found -> !found.digest().equals(knownDigests.get(found.uuid())))
        .toList();
  }

  private DomainConfiguration of(DomainIdentity domain) {
    DomainConfiguration known = asked.get(domain);
    return known == null ? ask(domain) : known;
  }

  private DomainConfiguration ask(DomainIdentity domain) {
    if (!(hypervisor instanceof ConfigurationSource source)) {
      return none(domain, hypervisor.description() + " tells no configuration");
    }
    DomainConfiguration told;
    try {
      told = told(domain, source.bootable(domain));
    } catch (HypervisorException e) {
      LOG.warn("{} could not be booted elsewhere: {}", domain, e.getMessage());
      told = none(domain, e.getMessage());
      if (e.reason() != Reason.UNSUPPORTED) {
        return told;
      }
    }
    asked.put(domain, told);
    return told;
  }

  private static DomainConfiguration told(DomainIdentity domain, Bootable found) {
    return found.text().length() > MOST_CHARACTERS
        ? none(domain, "its configuration is longer than " + MOST_CHARACTERS + " characters")
        : new DomainConfiguration(
            domain.uuid(),
            domain.name(),
            found.origin(),
            digest(found.origin() + found.text()),
            found.text(),
            "");
  }

  private static DomainConfiguration none(DomainIdentity domain, String problem) {
    return new DomainConfiguration(
        domain.uuid(), domain.name(), ConfigurationOrigin.NONE, digest(problem), "", problem);
  }

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
