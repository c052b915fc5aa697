// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** An operator tries a newer plug-in on a running manager, and takes it back. */
@RunWith(PaxExam.class)
public class DeployFolderIT {

  private static final String HOTSPOT = "org.transhume.policy.hotspot";

  @Inject private BundleContext context;

  @Configuration
  public Option[] manager() {
    return new Option[] {Containers.distribution("manager")};
  }

  @Test
  public void shouldRunTheNewerPluginBesideTheOlderUntilItIsTakenAway() throws Exception {
    Await.until("the shipped policy is active", () -> activeVersions().size() == 1);
    List<String> shipped = activeVersions();

    Path dropped =
        Deploy.dropAs(Renumbered.jar(Containers.bundle(HOTSPOT), "99.0.0"), "hotspot-99.jar");
    Await.until("the newer policy is active", () -> activeVersions().contains("99.0.0"));
    assertThat(activeVersions()).containsAll(shipped);

    Files.delete(dropped);
    Await.until("the newer policy is gone", () -> activeVersions().equals(shipped));
  }

  private List<String> activeVersions() {
    return Arrays.stream(context.getBundles())
        .filter(bundle -> bundle.getSymbolicName().equals(HOTSPOT))
        .filter(bundle -> bundle.getState() == Bundle.ACTIVE)
        .map(bundle -> bundle.getVersion().toString())
        .toList();
  }
}
