// SPDX-License-Identifier: Apache-2.0
package org.transhume.application.internal;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.application.internal.shell.Applications;
import org.transhume.journal.DiskFolder;
import org.transhume.spi.coordination.Coordination;

/**
 * Applications in a manager's container. It knows the manager by its MBeans only, and does nothing
 * while there is none that leads.
 */
@Component(
    configurationPid = "org.transhume.application",
    immediate = true,
    service = {})
@Designate(ocd = ApplicationConfiguration.class)
public final class ApplicationComponent {

  private static final Logger LOG = LoggerFactory.getLogger(ApplicationComponent.class);

  private final Optional<Applications> applications;

  /**
   * Begins to look, unless what is kept cannot be read: then the log says so.
   *
   * @param coordination there when the manager is one of several
   */
  @Activate
  public ApplicationComponent(
      BundleContext context,
      ApplicationConfiguration configuration,
      @Reference(
              cardinality = ReferenceCardinality.OPTIONAL,
              policyOption = ReferencePolicyOption.GREEDY)
          Coordination coordination) {
    String data = context.getProperty("karaf.data");
    Path folder =
        (data == null ? context.getDataFile("").toPath() : Path.of(data))
            .resolve(configuration.dataFolder());
    this.applications = begin(folder, coordination != null);
  }

  private static Optional<Applications> begin(Path folder, boolean several) {
    try {
      return Optional.of(
          Applications.begin(
              DiskFolder.at(folder), several, ManagementFactory.getPlatformMBeanServer()));
    } catch (IOException e) {
      LOG.error(
          "Nothing is done for applications, for what is kept of them cannot be used: {}. When"
              + " that is mended, restart the bundle org.transhume.application",
          e.getMessage(),
          e);
      return Optional.empty();
    }
  }

  /** Ends; what was begun is taken up by the next start. */
  @Deactivate
  public void close() {
    applications.ifPresent(Applications::close);
  }
}
