// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.simulate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/**
 * Starts a framework with these bundles, lets one of their services do its work, and ends it. It is
 * loaded together with the framework in a class loader of its own, see {@link Workshop}; nothing
 * but types of the JDK passes its border.
 */
public final class EmbeddedContainer
    implements BiFunction<List<URI>, Map<String, Object>, Map<String, Object>> {

  private static final String COMMAND = "(transhume.command=simulate)";
  private static final long END_MILLIS = 10_000;

  /** Made by {@link Workshop}. */
  public EmbeddedContainer() {}

  @Override
  public Map<String, Object> apply(List<URI> bundles, Map<String, Object> request) {
    try {
      Path cache = Files.createTempDirectory("transhume-bundles-");
      try {
        return work(bundles, request, cache);
      } finally {
        delete(cache);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (BundleException | InvalidSyntaxException e) {
      throw new IllegalStateException("the bundles do not start: " + e.getMessage(), e);
    }
  }

  private static Map<String, Object> work(
      List<URI> bundles, Map<String, Object> request, Path cache)
      throws BundleException, InvalidSyntaxException {
    FrameworkFactory factory =
        ServiceLoader.load(FrameworkFactory.class, EmbeddedContainer.class.getClassLoader())
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("there is no framework"));
    Framework framework =
        factory.newFramework(
            Map.of(
                Constants.FRAMEWORK_STORAGE,
                cache.toString(),
                // One's own build of a policy may have the version of the one that is there.
                Constants.FRAMEWORK_BSNVERSION,
                Constants.FRAMEWORK_BSNVERSION_MULTIPLE,
                "org.ops4j.pax.logging.DefaultServiceLog.level",
                "WARN"));
    framework.start();
    try {
      List<Bundle> installed = new ArrayList<>();
      for (URI bundle : bundles) {
        installed.add(framework.getBundleContext().installBundle("reference:" + bundle));
      }
      for (Bundle bundle : installed) {
        bundle.start();
      }
      return service(framework).apply(request);
    } finally {
      end(framework);
    }
  }

  @SuppressWarnings("unchecked")
  private static Function<Map<String, Object>, Map<String, Object>> service(Framework framework)
      throws InvalidSyntaxException {
    @SuppressWarnings("rawtypes")
    Collection<ServiceReference<Function>> found =
        framework.getBundleContext().getServiceReferences(Function.class, COMMAND);
    if (found.isEmpty()) {
      throw new IllegalStateException("no bundle offers the service " + COMMAND);
    }
    return framework.getBundleContext().getService(found.iterator().next());
  }

  private static void end(Framework framework) throws BundleException {
    framework.stop();
    try {
      framework.waitForStop(END_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> content = Files.walk(folder)) {
      for (Path file : content.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
