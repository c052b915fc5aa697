// SPDX-License-Identifier: Apache-2.0
package org.transhume.configuration.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleListener;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells in the log of properties in our configuration files that nobody knows. Components get what
 * they ask for and never see the rest, so none of them can tell.
 */
@Component(immediate = true, service = ConfigurationListener.class)
public final class ConfigurationWatch implements ConfigurationListener, BundleListener {

  private static final Logger LOG = LoggerFactory.getLogger(ConfigurationWatch.class);
  private static final String OURS = "org.transhume.";
  private static final String FILE = "felix.fileinstall.filename";
  private static final long END_MILLIS = 2_000;

  private final BundleContext context;
  private final ConfigurationAdmin configurations;
  private final Consumer<String> teller;
  private final Map<String, String> told = new HashMap<>();
  private final Thread firstLook;

  /** Looks at everything that is there, aside, so that nothing has to wait for it. */
  @Activate
  public ConfigurationWatch(BundleContext context, @Reference ConfigurationAdmin configurations) {
    this(context, configurations, problem -> LOG.error("{}", problem));
  }

  /** One that tells somebody else. */
  ConfigurationWatch(
      BundleContext context, ConfigurationAdmin configurations, Consumer<String> teller) {
    this.teller = teller;
    this.context = context;
    this.configurations = configurations;
    this.firstLook = new Thread(() -> lookAt(OURS + "*"), "transhume-configuration");
    context.addBundleListener(this);
    firstLook.setDaemon(true);
    firstLook.start();
  }

  /** Ends the first look, should it still be under way. */
  @Deactivate
  public void deactivate() throws InterruptedException {
    context.removeBundleListener(this);
    firstLook.interrupt();
    firstLook.join(END_MILLIS);
  }

  @Override
  public void configurationEvent(ConfigurationEvent event) {
    if (event.getType() == ConfigurationEvent.CM_UPDATED && event.getPid().startsWith(OURS)) {
      lookAt(event.getPid());
    }
  }

  /** A plug-in that has come may bring the description of a file that is there already. */
  @Override
  public void bundleChanged(BundleEvent event) {
    if (event.getType() == BundleEvent.STARTED) {
      try {
        Metatype.of(event.getBundle()).keySet().stream()
            .filter(pid -> pid.startsWith(OURS))
            .forEach(this::lookAt);
      } catch (IOException e) {
        LOG.warn("{}", e.getMessage(), e);
      }
    }
  }

  private synchronized void lookAt(String pids) {
    try {
      Configuration[] found = configurations.listConfigurations("(service.pid=" + pids + ")");
      if (found == null) {
        return;
      }
      Map<String, Set<String>> known = knownProperties();
      for (Configuration one : found) {
        String pid = one.getFactoryPid() == null ? one.getPid() : one.getFactoryPid();
        Dictionary<String, Object> properties = one.getProperties();
        if (properties != null && known.containsKey(pid)) {
          String problem =
              Misspelling.in(fileOf(one.getPid(), properties), names(properties), known.get(pid))
                  .orElse("");
          if (!problem.equals(told.put(one.getPid(), problem)) && !problem.isEmpty()) {
            teller.accept(problem);
          }
        }
      }
    } catch (IOException e) {
      LOG.warn("configurations cannot be checked for misspelt properties", e);
    } catch (InvalidSyntaxException e) {
      throw new IllegalArgumentException(pids + " is no pid", e);
    }
  }

  private Map<String, Set<String>> knownProperties() throws IOException {
    Map<String, Set<String>> known = new HashMap<>();
    for (Bundle bundle : context.getBundles()) {
      known.putAll(Metatype.of(bundle));
    }
    return known;
  }

  private static List<String> names(Dictionary<String, Object> properties) {
    return Collections.list(properties.keys());
  }

  private static String fileOf(String pid, Dictionary<String, Object> properties) {
    Object url = properties.get(FILE);
    Path name = url == null ? null : Path.of(url.toString()).getFileName();
    return "etc/" + (name == null ? pid + ".cfg" : name);
  }
}
