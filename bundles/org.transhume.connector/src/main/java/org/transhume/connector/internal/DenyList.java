// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The serial numbers of revoked certificates, re-read when their file changes. A file that has gone
 * or cannot be read leaves the last good list in force: losing it must not let anybody in again.
 */
final class DenyList {

  private static final Logger LOG = LoggerFactory.getLogger(DenyList.class);
  private static final Pattern SERIAL = Pattern.compile("[0-9A-Fa-f]{1,64}");

  private final Path file;
  private Stamp stamp;
  private volatile Set<String> serials;

  private record Stamp(FileTime modified, long size, Object key) {
    static Stamp of(Path file) throws IOException {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
    }
  }

  /** Reads the file. */
  DenyList(Path file) throws IOException {
    this.file = file;
    this.stamp = Stamp.of(file);
    this.serials = read(file);
  }

  boolean contains(String serial) {
    return serials.contains(serial);
  }

  /** Reads the file again when it changed. */
  synchronized void refresh() {
    Stamp now;
    try {
      now = Stamp.of(file);
    } catch (IOException e) {
      if (stamp != null) {
        stamp = null;
        LOG.error(
            "{} cannot be read, the last good list stays in force: restore the file ({})",
            file,
            e.toString());
      }
      return;
    }
    if (now.equals(stamp)) {
      return;
    }
    stamp = now;
    try {
      Set<String> fresh = read(file);
      LOG.info("Deny list {} read again: {} serial numbers", file, fresh.size());
      serials = fresh;
    } catch (IOException e) {
      LOG.error("{}. The last good list stays in force: correct the file.", e.getMessage());
    }
  }

  private static Set<String> read(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
    Set<String> serials = new HashSet<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      if (!SERIAL.matcher(line).matches()) {
        throw new IOException(
            file + ", line " + (i + 1) + ": expected one hexadecimal serial number");
      }
      serials.add(new BigInteger(line, 16).toString(16));
    }
    return Set.copyOf(serials);
  }
}
