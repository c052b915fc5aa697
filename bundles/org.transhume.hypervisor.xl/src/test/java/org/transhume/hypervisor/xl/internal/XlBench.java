// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.xl.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.UUID;
import org.transhume.spi.hypervisor.DomainIdentity;
import org.transhume.spi.hypervisor.Hypervisor;
import org.transhume.spi.hypervisor.HypervisorBench;

/** Two hosts of {@link FakeXen}. */
final class XlBench implements HypervisorBench {

  private final FakeXen xen;
  private final FakeXen otherXen;
  private final Hypervisor host;
  private final Hypervisor otherHost;
  private final boolean canResume;

  private XlBench(FakeXen xen, FakeXen otherXen, boolean canResume) {
    this.xen = xen;
    this.otherXen = otherXen;
    this.host = hypervisor(xen);
    this.otherHost = hypervisor(otherXen);
    this.canResume = canResume;
    xen.add(UUID.randomUUID().toString(), DOMAIN, DOMAIN_MEBIBYTES, "-b----");
  }

  static XlBench in(Path folder) throws IOException {
    return new XlBench(
        new FakeXen("a-204-02", folder.resolve("a")),
        new FakeXen("a-204-03", folder.resolve("b")),
        true);
  }

  static XlBench withoutBindingsIn(Path folder) throws IOException {
    return new XlBench(
        new FakeXen("a-204-02", folder.resolve("a")).withoutBindings(),
        new FakeXen("a-204-03", folder.resolve("b")),
        false);
  }

  static XlHypervisor hypervisor(FakeXen xen) {
    return new XlHypervisor(
        xen.settings(),
        xen,
        Clock.systemUTC(),
        System::nanoTime,
        () -> UUID.randomUUID().toString().replace("-", ""));
  }

  @Override
  public Hypervisor host() {
    return host;
  }

  @Override
  public Hypervisor otherHost() {
    return otherHost;
  }

  @Override
  public String configuration(String name, long memoryMebibytes) {
    return "name = \"" + name + "\"\ntype = \"pvh\"\nmemory = " + memoryMebibytes + "\nvcpus = 1\n";
  }

  @Override
  public void giveDomainIdToAnother(DomainIdentity domain, String newcomer) {
    xen.remove(xen.domain(domain.domainId()).orElseThrow());
    xen.addAt(domain.domainId(), UUID.randomUUID().toString(), newcomer, 64, "-b----");
  }

  @Override
  public DomainIdentity leaveMigratedAway(DomainIdentity domain) {
    FakeXen.Domain left = xen.domain(domain.domainId()).orElseThrow();
    xen.setFlags(left, "---ss-");
    xen.rename(left, domain.name() + "--migratedaway");
    return new DomainIdentity(left.uuid, left.domid, left.name);
  }

  @Override
  public void exhaustMemory(Hypervisor exhausted) {
    (exhausted == host ? xen : otherXen).setFreeMebibytes(DOMAIN_MEBIBYTES - 1);
  }

  @Override
  public boolean canResume() {
    return canResume;
  }

  @Override
  public void close() {
    // Nothing outlives a test but threads that wait for nobody.
  }
}
