// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.BundleContext;

/** The distribution boots as the demo, and holds nothing that anybody could log in to. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class DistributionIT {

  @Inject private BundleContext context;

  @Configuration
  public Option[] demo() {
    return new Option[] {Containers.distribution("demo")};
  }

  @Test
  public void shouldStartEveryBundleOfTheRole() {
    Await.until(
        "all bundles are active",
        () ->
            OurBundles.activity(context).containsKey("org.transhume.manager")
                && !OurBundles.activity(context).containsValue(false));
    assertThat(OurBundles.activity(context))
        .containsKeys(
            "org.transhume.agent", "org.transhume.hypervisor.sim", "org.transhume.policy.hotspot")
        .doesNotContainKey("org.transhume.hypervisor.xl");
  }

  @Test
  public void shouldShipNeitherUsersNorKeys() {
    Path etc = Path.of(System.getProperty("karaf.etc"));
    assertThat(etc.resolve("users.properties")).doesNotExist();
    assertThat(etc.resolve("keys.properties")).doesNotExist();
    assertThat(etc.resolve("host.key")).doesNotExist();
  }

  @Test
  public void shouldHoldNeitherShellNorKarafsJmxConnector() {
    assertThat(context.getBundles())
        .extracting(bundle -> bundle.getSymbolicName())
        .doesNotContain(
            "org.apache.karaf.shell.ssh",
            "org.apache.karaf.shell.core",
            "org.apache.karaf.management.server");
  }
}
