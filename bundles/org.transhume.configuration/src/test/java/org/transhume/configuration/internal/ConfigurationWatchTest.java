// SPDX-License-Identifier: Apache-2.0
package org.transhume.configuration.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleListener;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;

/** Misspelt properties are told once, whichever comes first: the file or its description. */
@Timeout(60)
@SuppressWarnings({"JdkObsolete", "ArrayRecordComponent"}) // OSGi's own types ask for both.
class ConfigurationWatchTest {

  private static final String PID = "org.transhume.agent";

  @TempDir Path folder;

  private final Map<String, Hashtable<String, Object>> files = new TreeMap<>();
  private final List<Bundle> bundles = new CopyOnWriteArrayList<>();
  private final List<BundleListener> listeners = new ArrayList<>();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private ConfigurationWatch watch;

  @BeforeEach
  void write() {
    files.put(PID, new Hashtable<>(Map.of("periodMilis", "700")));
  }

  @AfterEach
  void stop() throws Exception {
    watch.deactivate();
    assertThat(listeners).isEmpty();
  }

  private void start() throws InterruptedException {
    watch = new ConfigurationWatch(context(), admin(), told::add);
    assertThat(listeners).containsExactly(watch);
    // The first look is made aside; whoever asks after it finds it done.
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("transhume-configuration")) {
        thread.join();
      }
    }
  }

  private BundleContext context() {
    return as(
        BundleContext.class,
        call ->
            switch (call.name()) {
              case "getBundles" -> bundles.toArray(new Bundle[0]);
              case "addBundleListener" -> listeners.add((BundleListener) call.arguments()[0]);
              case "removeBundleListener" -> listeners.remove(call.arguments()[0]);
              default -> null;
            });
  }

  private ConfigurationAdmin admin() {
    return as(
        ConfigurationAdmin.class,
        call -> {
          String wanted =
              call.arguments()[0].toString().replace("(service.pid=", "").replace(")", "");
          Configuration[] found =
              files.keySet().stream()
                  .filter(pid -> pid.matches(wanted.replace(".", "\\.").replace("*", ".*")))
                  .map(this::configuration)
                  .toArray(Configuration[]::new);
          return found.length == 0 ? null : found;
        });
  }

  private Configuration configuration(String pid) {
    return as(
        Configuration.class,
        call ->
            switch (call.name()) {
              case "getPid" -> pid;
              case "getProperties" -> files.get(pid);
              default -> null;
            });
  }

  /** A bundle that describes a configuration with these properties. */
  private Bundle describing(String pid, String... properties) throws IOException {
    StringBuilder text = new StringBuilder("<MetaData><OCD id=\"one\">");
    for (String property : properties) {
      text.append("<AD id=\"").append(property).append("\" type=\"String\"/>");
    }
    text.append("</OCD><Designate pid=\"").append(pid).append("\"/></MetaData>");
    URL url = Files.writeString(folder.resolve(pid + ".xml"), text).toUri().toURL();
    return as(
        Bundle.class,
        call -> call.name().equals("findEntries") ? Collections.enumeration(List.of(url)) : null);
  }

  private record Call(String name, Object[] arguments) {}

  private static <T> T as(Class<T> type, Function<Call, Object> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            ConfigurationWatchTest.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              Object answer = answers.apply(new Call(method.getName(), arguments));
              return method.getReturnType() == void.class ? null : answer;
            }));
  }

  @SuppressWarnings("unchecked")
  private void updated(String pid) {
    watch.configurationEvent(
        new ConfigurationEvent(
            as(ServiceReference.class, call -> null), ConfigurationEvent.CM_UPDATED, null, pid));
  }

  @Test
  void shouldTellOfWhatIsMisspeltWhenItStartsAndOnceOnly() throws Exception {
    bundles.add(describing(PID, "periodMillis", "streamPort"));
    start();

    assertThat(told).singleElement().asString().contains("periodMilis", "periodMillis");
    updated(PID);
    assertThat(told).hasSize(1);
  }

  @Test
  void shouldTellOfWhatIsMisspeltLaterAndAgainWhenItComesBack() throws Exception {
    bundles.add(describing(PID, "periodMillis"));
    start();
    files.put(PID, new Hashtable<>(Map.of("periodMillis", "700")));
    updated(PID);
    assertThat(told).hasSize(1);

    files.put(PID, new Hashtable<>(Map.of("periodMilis", "700")));
    updated(PID);
    assertThat(told).hasSize(2);
  }

  @Test
  void shouldLookAtAFileWhenTheBundleComesThatDescribesIt() throws Exception {
    start();
    assertThat(told).isEmpty();
    Bundle plugIn = describing(PID, "periodMillis");
    bundles.add(plugIn);
    watch.bundleChanged(new BundleEvent(BundleEvent.STARTED, plugIn));

    assertThat(told).hasSize(1);
  }

  @Test
  void shouldLeaveTheFilesOfOthersAlone() throws Exception {
    files.clear();
    files.put("org.apache.felix.fileinstall", new Hashtable<>(Map.of("pol", "1")));
    bundles.add(describing("org.apache.felix.fileinstall", "poll"));
    start();
    updated("org.apache.felix.fileinstall");

    assertThat(told).isEmpty();
  }
}
