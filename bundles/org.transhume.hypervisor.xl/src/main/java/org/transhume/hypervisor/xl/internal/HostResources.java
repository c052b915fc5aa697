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
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.spi.hypervisor.HostResource;

/**
 * Disks, files and bridges of this host, as the kernel shows them in its own file systems.
 *
 * @param root the root of the file system
 */
record HostResources(Path root) {

  private static final Logger LOG = LoggerFactory.getLogger(HostResources.class);

  /** File systems whose files several hosts see as the same, and what they are called here. */
  private static final Map<String, String> SHARED =
      Map.of(
          "nfs", "nfs",
          "nfs4", "nfs",
          "ceph", "ceph",
          "cifs", "cifs",
          "fuse.glusterfs", "glusterfs",
          "gfs2", "gfs2",
          "ocfs2", "ocfs2",
          "lustre", "lustre");

  /** The thing of that kind and name, as it is here; empty when it is not here. */
  Optional<HostResource> find(HostResource.Kind kind, String name) {
    Optional<String> identity =
        switch (kind) {
          case DISK -> disk(name);
          case FILE -> bootFile(name);
          case BRIDGE -> bridge(name);
        };
    return identity.map(found -> new HostResource(kind, name, found));
  }

  /** Something that is no path, such as an address for a block script, is not looked for. */
  private Optional<String> disk(String name) {
    if (!name.startsWith("/")) {
      return Optional.of("");
    }
    try {
      Path real = inside(name).toRealPath();
      boolean isDevice = real.startsWith(root.toRealPath().resolve("dev"));
      return Optional.of(isDevice ? device(nameOf(real)) : content(real));
    } catch (IOException e) {
      LOG.debug("there is no disk {}", name, e);
      return Optional.empty();
    }
  }

  private Optional<String> bootFile(String name) {
    return name.startsWith("/") && !Files.exists(inside(name)) ? Optional.empty() : Optional.of("");
  }

  // Devices

  private String device(String name) throws IOException {
    Path device = sys("class/block").resolve(name);
    String mapped = firstLine(device.resolve("dm/uuid"));
    if (!mapped.isEmpty()) {
      return mapped.startsWith("LVM-")
          ? "lvm " + mapped.substring("LVM-".length())
          : "device-mapper " + mapped;
    }
    String part = firstLine(device.resolve("partition"));
    Path whole = part.isEmpty() ? device : device.toRealPath().resolve("..");
    String wwn = firstLine(whole.resolve("wwid"));
    if (wwn.isEmpty()) {
      wwn = firstLine(whole.resolve("device/wwid"));
    }
    return wwn.isEmpty() ? "" : "wwn " + wwn + (part.isEmpty() ? "" : " partition " + part);
  }

  // Files

  /** A mounted file system, as a line of {@code /proc/mounts} has it. */
  private record Mount(String source, Path point, String type) {

    static Optional<Mount> of(String line) {
      String[] words = line.split(" ", -1);
      return words.length < 3
          ? Optional.empty()
          : Optional.of(new Mount(plain(words[0]), Path.of(plain(words[1])), words[2]));
    }

    private static String plain(String escaped) {
      return escaped.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\");
    }
  }

  private String content(Path real) throws IOException {
    Path seen = Path.of("/").resolve(root.toRealPath().relativize(real));
    Mount on = null;
    for (String line : lines(root.resolve("proc/mounts"))) {
      Mount mount = Mount.of(line).filter(one -> seen.startsWith(one.point())).orElse(null);
      // Of two on the same point the later one hides the other.
      boolean closer =
          mount != null
              && (on == null || mount.point().getNameCount() >= on.point().getNameCount());
      on = closer ? mount : on;
    }
    if (on == null) {
      return "";
    }
    String shared = SHARED.get(on.type());
    return shared == null
        ? HostResource.LOCAL
        : shared + " " + on.source() + " inode " + Files.getAttribute(real, "unix:ino");
  }

  // Bridges

  private Optional<String> bridge(String name) {
    Path device = sys("class/net").resolve(name);
    if (name.contains("/") || !Files.isDirectory(device)) {
      return Optional.empty();
    }
    boolean plain =
        Files.isDirectory(device.resolve("bridge"))
            && !firstLine(device.resolve("bridge/vlan_filtering")).equals("1");
    return Optional.of(plain ? vlans(device.resolve("brif")) : "");
  }

  private String vlans(Path ports) {
    Map<String, Integer> known = vlansByDevice();
    TreeSet<Integer> ids = new TreeSet<>();
    for (String port : names(ports)) {
      Optional.ofNullable(known.get(port)).ifPresent(ids::add);
    }
    return ids.isEmpty()
        ? "no VLAN"
        : "VLAN " + ids.stream().map(String::valueOf).collect(Collectors.joining(" and "));
  }

  private Map<String, Integer> vlansByDevice() {
    Map<String, Integer> ids = new HashMap<>();
    for (String line : lines(root.resolve("proc/net/vlan/config"))) {
      String[] cells = line.split("\\|", -1);
      if (cells.length == 3 && cells[1].strip().matches("\\d{1,4}")) {
        ids.put(cells[0].strip(), Integer.valueOf(cells[1].strip()));
      }
    }
    return ids;
  }

  // The file system

  private Path inside(String absolute) {
    return root.resolve(absolute.replaceFirst("^/+", ""));
  }

  private Path sys(String folder) {
    return root.resolve("sys").resolve(folder);
  }

  private static String nameOf(Path path) {
    String text = path.toString();
    return text.substring(text.lastIndexOf('/') + 1);
  }

  private static String firstLine(Path file) {
    List<String> lines = lines(file);
    return lines.isEmpty() ? "" : lines.get(0).strip();
  }

  private static List<String> lines(Path file) {
    try {
      return Files.isReadable(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      LOG.debug("{} cannot be read", file, e);
      return List.of();
    }
  }

  private static List<String> names(Path folder) {
    List<String> names = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
        entries.forEach(entry -> names.add(nameOf(entry)));
      } catch (IOException e) {
        LOG.debug("{} cannot be read", folder, e);
      }
    }
    return names;
  }
}
