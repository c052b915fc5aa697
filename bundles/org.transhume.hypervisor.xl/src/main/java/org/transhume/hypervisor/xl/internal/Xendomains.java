// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.xl.internal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.api.model.Explanation;

/**
 * What the service {@code xendomains} would start when this host boots, whether or not it runs
 * elsewhere by then.
 *
 * @param started files that start a domain, by the domain's name
 * @param saved images that it would resume, by the domain's name
 */
record Xendomains(Map<String, String> started, Map<String, String> saved) {

  private static final Logger LOG = LoggerFactory.getLogger(Xendomains.class);
  private static final List<String> DEFAULTS =
      List.of("etc/default/xendomains", "etc/sysconfig/xendomains");
  private static final Pattern NAME =
      Pattern.compile("(?m)^\\s*name\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)')");

  /** It would start nothing. */
  static final Xendomains NOTHING = new Xendomains(Map.of(), Map.of());

  Xendomains {
    started = Map.copyOf(started);
    saved = Map.copyOf(saved);
  }

  /** Reads what the host's files say; nothing, where the service is not switched on. */
  static Xendomains in(Path root) {
    if (!isSwitchedOn(root)) {
      return NOTHING;
    }
    Map<String, String> started = new HashMap<>();
    for (Path file : files(root, setting(root, "XENDOMAINS_AUTO").orElse("/etc/xen/auto"))) {
      nameIn(file).ifPresent(name -> started.put(name, "/" + root.relativize(file)));
    }
    Map<String, String> saved = new HashMap<>();
    for (Path file : files(root, setting(root, "XENDOMAINS_SAVE").orElse("/var/lib/xen/save"))) {
      saved.put(nameOf(file), "/" + root.relativize(file));
    }
    return new Xendomains(started, saved);
  }

  /** Why a domain of that name must not leave. */
  List<Explanation> obstacles(String name) {
    List<Explanation> obstacles = new ArrayList<>();
    Optional.ofNullable(started.get(name))
        .ifPresent(
            file ->
                obstacles.add(
                    new Explanation(
                        "STARTED_AT_BOOT",
                        "This host starts it at boot, wherever it may run by then: remove "
                            + file
                            + ".",
                        Map.of("file", file))));
    Optional.ofNullable(saved.get(name))
        .ifPresent(
            file ->
                obstacles.add(
                    new Explanation(
                        "SAVED_IMAGE",
                        "This host resumes an old image of it at boot, wherever it may run by then:"
                            + " move "
                            + file
                            + " away.",
                        Map.of("file", file))));
    return List.copyOf(obstacles);
  }

  private static boolean isSwitchedOn(Path root) {
    if (Files.exists(
        root.resolve("etc/systemd/system/multi-user.target.wants/xendomains.service"))) {
      return true;
    }
    return List.of("2", "3", "4", "5").stream()
        .flatMap(level -> files(root, "/etc/rc" + level + ".d").stream())
        .anyMatch(link -> nameOf(link).matches("S\\d\\dxendomains"));
  }

  private static Optional<String> setting(Path root, String key) {
    Pattern line = Pattern.compile("(?m)^\\s*" + key + "=[\"']?([^\"'\\s#]*)");
    for (String defaults : DEFAULTS) {
      Matcher found = line.matcher(text(root.resolve(defaults)));
      if (found.find()) {
        return Optional.of(found.group(1));
      }
    }
    return Optional.empty();
  }

  /**
   * The files in a folder of the host; an empty name means none, and so does a folder's absence.
   */
  private static List<Path> files(Path root, String folder) {
    Path real = root.resolve(folder.replaceFirst("^/+", ""));
    List<Path> files = new ArrayList<>();
    if (folder.isEmpty() || !Files.isDirectory(real)) {
      return files;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(real)) {
      entries.forEach(files::add);
    } catch (IOException e) {
      LOG.warn("{} cannot be read: what it starts at boot is not known", real, e);
    }
    return files;
  }

  private static String nameOf(Path path) {
    String text = path.toString();
    return text.substring(text.lastIndexOf('/') + 1);
  }

  private static Optional<String> nameIn(Path configuration) {
    Matcher name = NAME.matcher(text(configuration));
    String last = null;
    while (name.find()) {
      last = name.group(1) == null ? name.group(2) : name.group(1);
    }
    return Optional.ofNullable(last);
  }

  private static String text(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      LOG.warn("{} cannot be read", file, e);
      return "";
    }
  }
}
