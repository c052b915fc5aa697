// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a simulated host is like for the checks before a migration. An ordinary one has everything
 * that any domain asks for; words make it lack something:
 *
 * <ul>
 *   <li>{@code release=4.18}: its hypervisor's release, 4.17 otherwise
 *   <li>{@code kilohertz=2500000}: how fast its time stamps count, 2100000 otherwise
 *   <li>{@code features=HEX}: 16 digits, the words ecx and edx of the processor's first leaf
 *   <li>{@code clock=free}: no time service keeps its clock
 *   <li>{@code autoballoon=on}: arrivals take memory from its dom0
 *   <li>{@code lacks=NAME}: a disk, file or bridge that is not there
 *   <li>{@code differs=NAME}: a disk or bridge that is another one
 *   <li>{@code starts=DOMAIN}, {@code saved=DOMAIN}: a domain that it starts at boot, and one of
 *       which it keeps an old image
 *   <li>{@code fence=resists}, {@code fence=hangs}: what switches its power does not obey, or does
 *       not answer
 * </ul>
 *
 * @param words those words, in any order; {@code lacks} and the following ones may be repeated
 */
record HostEquipment(List<String> words) {

  private static final Set<String> KEYS =
      Set.of(
          "release",
          "kilohertz",
          "features",
          "clock",
          "autoballoon",
          "lacks",
          "differs",
          "starts",
          "saved",
          "fence");

  /** It has everything. */
  static final HostEquipment ORDINARY = new HostEquipment(List.of());

  HostEquipment {
    words = List.copyOf(words);
    for (String word : words) {
      String key = word.substring(0, Math.max(0, word.indexOf('=')));
      if (!KEYS.contains(key)) {
        throw new IllegalArgumentException(
            "'"
                + word
                + "' is none of "
                + KEYS.stream().sorted().collect(Collectors.joining("=, "))
                + "=");
      }
      if (key.equals("kilohertz") && !word.matches("kilohertz=[0-9]{1,9}")) {
        throw new IllegalArgumentException("'" + word + "' is no whole number of kHz");
      }
      if (key.equals("features") && !word.matches("features=[0-9a-f]{16}")) {
        throw new IllegalArgumentException("'" + word + "' is not of 16 digits 0 to f");
      }
    }
  }

  /** Words that are parted by blanks. */
  static HostEquipment parse(String text) {
    return new HostEquipment(
        Arrays.stream(text.split("\\s+", -1)).filter(word -> !word.isEmpty()).toList());
  }

  String release() {
    return value("release", "4.17");
  }

  long kilohertz() {
    return Long.parseLong(value("kilohertz", "2100000"));
  }

  /** The processor's first leaf, as {@code eax:ebx:ecx:edx}. */
  String processor() {
    String features = value("features", "80a02001178bfbfd");
    return "00100f23:00000800:" + features.substring(0, 8) + ":" + features.substring(8);
  }

  boolean synchronised() {
    return !value("clock", "").equals("free");
  }

  boolean balloons() {
    return value("autoballoon", "off").equals("on");
  }

  boolean lacks(String name) {
    return words.contains("lacks=" + name);
  }

  boolean differs(String name) {
    return words.contains("differs=" + name);
  }

  boolean starts(String domain) {
    return words.contains("starts=" + domain);
  }

  boolean saved(String domain) {
    return words.contains("saved=" + domain);
  }

  boolean resistsFence() {
    return value("fence", "").equals("resists");
  }

  boolean hangsFence() {
    return value("fence", "").equals("hangs");
  }

  private String value(String key, String otherwise) {
    return words.stream()
        .filter(word -> word.startsWith(key + "="))
        .map(word -> word.substring(key.length() + 1))
        .findFirst()
        .orElse(otherwise);
  }
}
