// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.simulate;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.transhume.cli.internal.CommandFailure;

/**
 * The bundles of a distribution, at work for one command. They are those that a manager runs,
 * started by the same framework in this process, without Karaf around them.
 */
final class Workshop {

  private static final String CONTAINER = "org.transhume.cli.internal.simulate.EmbeddedContainer";
  private static final String FRAMEWORK = "org/apache/felix/org.apache.felix.framework";

  /** What declarative services and our bundles live on, in the order in which they start. */
  private static final List<String> GROUND =
      List.of(
          "org/ops4j/pax/logging/pax-logging-api",
          "org/osgi/org.osgi.util.function",
          "org/osgi/org.osgi.util.promise",
          "org/osgi/org.osgi.service.component",
          "org/apache/felix/org.apache.felix.scr");

  private static final String OURS = "org/transhume";

  private final Path system;

  Workshop(Path home) {
    this.system = home.resolve("system");
  }

  /**
   * Has the work done.
   *
   * @param request what to do, of types of the JDK
   * @param own bundles of the user's that start last
   * @return the result, of types of the JDK as well
   */
  @SuppressWarnings("unchecked")
  Map<String, Object> work(Map<String, Object> request, List<Path> own)
      throws CommandFailure, IOException {
    URL[] container = {jar(FRAMEWORK).toUri().toURL(), here()};
    // Above it stands Java alone: the command line's classes and the framework's never meet.
    try (URLClassLoader loader =
        URLClassLoader.newInstance(container, ClassLoader.getPlatformClassLoader())) {
      BiFunction<List<URI>, Map<String, Object>, Map<String, Object>> worker =
          (BiFunction<List<URI>, Map<String, Object>, Map<String, Object>>)
              loader.loadClass(CONTAINER).getConstructor().newInstance();
      return worker.apply(bundles(own), request);
    } catch (ReflectiveOperationException e) {
      throw new CommandFailure("the framework in " + system + " does not fit; build it anew", e);
    }
  }

  private List<URI> bundles(List<Path> own) throws CommandFailure, IOException {
    List<URI> bundles = new ArrayList<>();
    for (String part : GROUND) {
      bundles.add(jar(part).toUri());
    }
    bundles.add(jar(OURS + "/org.transhume.api").toUri());
    for (Path folder : libraries()) {
      bundles.add(jar(folder).toUri());
    }
    bundles.add(jar(OURS + "/org.transhume.simulation").toUri());
    own.forEach(bundle -> bundles.add(bundle.toAbsolutePath().toUri()));
    return bundles;
  }

  /** Policies and what they share, and the pages of results. */
  private List<Path> libraries() throws IOException {
    try (Stream<Path> folders = Files.list(system.resolve(OURS))) {
      return folders
          .filter(
              folder ->
                  folder
                      .getFileName()
                      .toString()
                      .matches("org\\.transhume\\.(page|planner|rules|policy\\..*)"))
          .sorted()
          .toList();
    }
  }

  private Path jar(String artifact) throws CommandFailure, IOException {
    return jar(system.resolve(artifact));
  }

  private static Path jar(Path folder) throws CommandFailure, IOException {
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.walk(folder, 2)) {
        Path found =
            files
                .filter(file -> file.getFileName().toString().endsWith(".jar"))
                .sorted()
                .findFirst()
                .orElse(null);
        if (found != null) {
          return found;
        }
      }
    }
    throw new CommandFailure("this distribution has no " + folder + "; build or unpack it anew");
  }

  private static URL here() {
    return Workshop.class.getProtectionDomain().getCodeSource().getLocation();
  }
}
