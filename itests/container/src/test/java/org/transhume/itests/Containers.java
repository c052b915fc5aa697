// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests;

import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.mavenBundle;
import static org.ops4j.pax.exam.CoreOptions.propagateSystemProperties;
import static org.ops4j.pax.exam.CoreOptions.systemTimeout;
import static org.ops4j.pax.exam.CoreOptions.vmOptions;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.configureConsole;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.editConfigurationFilePut;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.karafDistributionConfiguration;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.keepRuntimeFolder;

import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.ops4j.pax.exam.Option;

/** The containers that stories are told in. */
final class Containers {

  private static final String FEATURES = "etc/org.apache.karaf.features.cfg";
  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  private Containers() {}

  /**
   * Our distribution, booted as one of its roles.
   *
   * @param role the name of a folder of roles in the distribution: agent, manager or demo
   */
  static Option distribution(String role) {
    return composite(
        unpacked("transhume.distribution", "transhume"),
        editConfigurationFilePut(FEATURES, "featuresBoot", bootFeatures(role)));
  }

  /** Karaf as its project ships it, without anything of ours. */
  static Option stockKaraf() {
    return unpacked("transhume.karaf", "karaf");
  }

  /** Our distribution, unpacked: the same files as in the archive. */
  static Path distributionFolder() {
    return Path.of(property("transhume.roles")).getParent();
  }

  /** The jar that the build made of one of our bundles. */
  static Path bundle(String symbolicName) {
    return Path.of(
        property("transhume.bundles"),
        symbolicName,
        "target",
        symbolicName + "-" + property("transhume.version") + ".jar");
  }

  static String property(String name) {
    String value = System.getProperty(name);
    if (value == null) {
      throw new IllegalStateException(
          "system property " + name + " is missing: run the story with Maven");
    }
    return value;
  }

  private static Option unpacked(String archive, String name) {
    return composite(
        karafDistributionConfiguration()
            .frameworkUrl(new File(property(archive)).toURI().toString())
            .name(name)
            .karafVersion(property("transhume.karaf.version"))
            .unpackDirectory(new File("target/exam"))
            .useDeployFolder(false),
        keepRuntimeFolder(),
        configureConsole().ignoreLocalConsole().ignoreRemoteShell(),
        // The test's own bundles come from the build's repository, and nothing from anywhere else.
        resolution("localRepository", property("org.ops4j.pax.url.mvn.localRepository")),
        resolution("repositories", ""),
        systemTimeout(START_LIMIT.toMillis()),
        vmOptions("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
        propagateSystemProperties(
            "transhume.agent.kar",
            "transhume.manager.kar",
            "transhume.bundles",
            "transhume.version"),
        mavenBundle("net.bytebuddy", "byte-buddy").versionAsInProject(),
        mavenBundle("org.assertj", "assertj-core").versionAsInProject(),
        junitBundles());
  }

  private static String bootFeatures(String role) {
    Path roleFile = Path.of(property("transhume.roles"), role, FEATURES);
    Properties features = new Properties();
    try (Reader reader = Files.newBufferedReader(roleFile)) {
      features.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return features.getProperty("featuresBoot");
  }

  private static Option resolution(String key, String value) {
    return editConfigurationFilePut(
        "etc/org.ops4j.pax.url.mvn.cfg", "org.ops4j.pax.url.mvn." + key, value);
  }
}
