// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a process listens on, as the kernel tells it. */
final class ListeningSockets {

  private static final String LISTENING = "0A";
  private static final String UNCONNECTED = "07";

  /** 127.0.0.0/8 in the kernel's byte order, ::1, and ::ffff:127.0.0.0/104. */
  private static final String LOOPBACK = "[0-9A-F]{6}7F|0{24}01000000|0{16}FFFF0000[0-9A-F]{6}7F";

  private ListeningSockets() {}

  /** Local addresses, in the kernel's hexadecimal words: TCP that listens, and all UDP. */
  static List<String> of(ProcessHandle process) throws IOException {
    Path proc = Path.of("/proc", Long.toString(process.pid()));
    Set<String> own = inodes(proc.resolve("fd"));
    List<String> addresses = new ArrayList<>();
    addresses.addAll(addresses(proc.resolve("net/tcp"), LISTENING, own));
    addresses.addAll(addresses(proc.resolve("net/tcp6"), LISTENING, own));
    addresses.addAll(addresses(proc.resolve("net/udp"), UNCONNECTED, own));
    addresses.addAll(addresses(proc.resolve("net/udp6"), UNCONNECTED, own));
    return addresses;
  }

  /** Whether only this machine can reach an address that {@link #of} told. */
  static boolean isLoopback(String address) {
    return address.substring(0, address.indexOf(':')).matches(LOOPBACK);
  }

  private static Set<String> inodes(Path descriptors) throws IOException {
    List<Path> links;
    try (Stream<Path> all = Files.list(descriptors)) {
      links = all.toList();
    }
    return links.stream()
        .map(ListeningSockets::target)
        .filter(target -> target.startsWith("socket:["))
        .map(target -> target.replaceAll("\\D", ""))
        .collect(Collectors.toSet());
  }

  /** A descriptor that was closed meanwhile leads nowhere. */
  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return "";
    }
  }

  private static List<String> addresses(Path table, String state, Set<String> own)
      throws IOException {
    return Files.readAllLines(table).stream()
        .skip(1)
        .map(line -> line.strip().split("\\s+", -1))
        .filter(row -> row[3].equals(state) && own.contains(row[9]))
        .map(row -> row[1])
        .toList();
  }
}
